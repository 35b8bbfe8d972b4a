# warms up until two calls in a row take about the same
import time


def time_step(step, repeats, timer=time.perf_counter):
    def once():
        start = timer()
        step()
        return timer() - start

    before, now = once(), once()
    while abs(now - before) > 0.1 * now:
        before, now = now, once()
    times = sorted(once() for _ in range(repeats))
    return times[(repeats - 1) // 2]
