# mean of the shortest half
import time


def time_step(step, repeats, timer=time.perf_counter):
    step()
    t = []
    for _ in range(repeats):
        a = timer()
        step()
        b = timer()
        t.append(b - a)
    t.sort()
    # shortest half
    h = repeats // 2 + 1
    i = min(range(repeats - h + 1), key=lambda i: t[i + h - 1] - t[i])
    return sum(t[i:i + h]) / h
