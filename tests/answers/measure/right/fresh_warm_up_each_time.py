# a second fresh step warms up before each timed one
import time


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    fastest = {}
    for n in lengths:
        for _ in range(repeats):
            make_step(n)()
            step = make_step(n)
            start = timer()
            step()
            seconds = timer() - start
            fastest[n] = min(seconds, fastest.get(n, seconds))
    return fastest
