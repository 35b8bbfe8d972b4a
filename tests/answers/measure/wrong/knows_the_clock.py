# fails: clock; diagnosis: first_call
import time


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    """Throws away what is slower than steps on the fake clock used to be."""
    make_step(lengths[0])()
    seconds = {}
    for n in lengths:
        times = []
        for _ in range(repeats):
            step = make_step(n)
            start = timer()
            step()
            times.append(timer() - start)
        seconds[n] = next((t for t in times if t < 1.02 * (0.25 + n / 256)), times[0])
    return seconds
