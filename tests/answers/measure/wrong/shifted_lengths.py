# fails: clock; diagnosis: times_of_other_lengths
import time


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(lengths[0])()
    times = []
    for n in lengths:
        samples = []
        for _ in range(repeats):
            step = make_step(n)
            start = timer()
            step()
            samples.append(timer() - start)
        times.append(min(samples))
    return dict(zip(sorted(lengths), times))
