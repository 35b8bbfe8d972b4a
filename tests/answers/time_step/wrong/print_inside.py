# fails: clock; diagnosis: prints_between_readings
import time

def time_step(step, repeats, timer=time.perf_counter):
    step()
    times = []
    for i in range(repeats):
        start = timer()
        step()
        print("run", i)
        times.append(timer() - start)
    return min(times)
