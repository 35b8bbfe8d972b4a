# rounds over all lengths, the minimum
import time


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(max(lengths))()
    best = {n: float("inf") for n in lengths}
    for _ in range(repeats):
        for n in lengths:
            step = make_step(n)
            start = timer()
            step()
            best[n] = min(best[n], timer() - start)
    return best
