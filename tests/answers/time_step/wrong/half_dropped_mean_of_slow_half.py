# fails: clock; diagnosis: index_past_the_end
import time

def time_step(step, repeats, timer=time.perf_counter):
    step()
    times = []
    for _ in range(repeats):
        start = timer()
        step()
        times.append(timer() - start)
    return sorted(times)[len(times) // 2 + 1]
