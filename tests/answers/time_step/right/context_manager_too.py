# a stopwatch for with
import time
from contextlib import contextmanager
import heapq

@contextmanager
def stopwatch(timer, into):
    start = timer()
    yield
    into.append(timer() - start)

def time_step(step, repeats, timer=time.perf_counter):
    step()
    times = []
    for _ in range(repeats):
        with stopwatch(timer, times):
            step()
    return heapq.nsmallest(1, times)[0]
