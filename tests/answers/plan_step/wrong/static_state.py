# fails: one_step; diagnosis: remembers_earlier_calls
from collections import deque


saved = 0


def plan_step(running, waiting, max_batch, budget):
    n_join = min(len(waiting), max_batch - len(running))
    running.extend(waiting.popleft() for _ in range(n_join))
    writers = [(t, 1) for t in running if t.left == 0]
    readers = []
    global saved
    left = budget + saved
    for t in running:
        if t.left == 0:
            continue
        take = t.left if t.left < left else left
        if take == 0:
            break
        readers.append((t, take))
        left -= take
    saved = left
    return writers + readers
