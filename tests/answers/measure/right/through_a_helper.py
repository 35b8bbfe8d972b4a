# a helper times one call; lengths sorted, results in that order
import time


def seconds_of(step, timer):
    start = timer()
    step()
    return timer() - start


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(1)()
    make_step(1)()
    samples = {}
    for n in sorted(lengths, reverse=True):
        samples[n] = sorted(seconds_of(make_step(n), timer) for _ in range(repeats))
    return {n: s[(len(s) - 1) // 2] for n, s in samples.items()}
