# lists only: asks whether the list is empty, and adds lists
import time


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    if not lengths:
        return {}
    results = {}
    for n in [None] + lengths:
        seconds = []
        for _ in range(repeats if n else 1):
            step = make_step(n or min(lengths))
            begin = timer() if n else None
            step()
            if n:
                seconds.append(timer() - begin)
        if n:
            results[n] = min(seconds)
    return results
