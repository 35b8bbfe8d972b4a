# all timed calls in random order
import random
import time


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(random.choice(list(lengths)))()
    order = [n for n in lengths for _ in range(repeats)]
    random.shuffle(order)
    times = {n: [] for n in lengths}
    for n in order:
        step = make_step(n)
        before = timer()
        step()
        after = timer()
        times[n].append(after - before)
    return {n: sorted(t)[(repeats - 1) // 2] for n, t in times.items()}
