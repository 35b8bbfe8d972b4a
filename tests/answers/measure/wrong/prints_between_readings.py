# fails: clock; diagnosis: prints_between_readings
import time


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(lengths[0])()
    best = {}
    for n in lengths:
        for _ in range(repeats):
            step = make_step(n)
            start = timer()
            step()
            print("one more at", n)
            seconds = timer() - start
            best[n] = min(best.get(n, seconds), seconds)
    return best
