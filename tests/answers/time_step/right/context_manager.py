# a stopwatch as a context manager
import time
from contextlib import contextmanager


@contextmanager
def stopwatch(timer, into):
    start = timer()
    yield
    into.append(timer() - start)


def time_step(step, repeats, timer=time.perf_counter):
    laps = []
    step()
    for _ in range(repeats):
        with stopwatch(timer, laps):
            step()
    return sorted(laps)[0]
