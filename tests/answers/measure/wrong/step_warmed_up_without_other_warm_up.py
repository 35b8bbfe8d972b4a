# fails: clock; diagnosis: step_warmed_up
import time


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    result = {}
    for n in lengths:
        times = []
        for _ in range(repeats):
            step = make_step(n)
            step()
            start = timer()
            step()
            times.append(timer() - start)
        result[n] = min(times)
    return result
