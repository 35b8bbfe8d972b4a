# statistics.median of a comprehension
import statistics
import time


def time_step(step, repeats, timer=time.perf_counter):
    def once():
        start = timer()
        step()
        return timer() - start

    step()
    return statistics.median(once() for _ in range(repeats))
