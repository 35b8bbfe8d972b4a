# all steps of a length made before the first is timed
import time

def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(lengths[-1])()
    out = {}
    for n in lengths:
        steps = [make_step(n) for _ in range(repeats)]
        times = []
        for step in steps:
            a = timer()
            step()
            times.append(timer() - a)
        times.sort()
        out[n] = times[(repeats - 1) // 2]
    return out
