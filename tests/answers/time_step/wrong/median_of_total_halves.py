# fails: clock; diagnosis: calls_timed_together
import time


def time_step(step, repeats, timer=time.perf_counter):
    step()
    start = timer()
    calls = 0
    while calls < repeats:
        step()
        calls += 1
    elapsed = timer() - start
    return elapsed / calls
