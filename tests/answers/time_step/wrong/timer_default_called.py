# fails: clock; diagnosis: function_for_result
import time

def time_step(step, repeats, timer=time.perf_counter()):
    step()
    times = []
    for _ in range(repeats):
        start = timer
        step()
        times.append(time.perf_counter() - start)
    return min(times)
