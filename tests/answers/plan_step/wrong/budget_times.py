# fails: one_step; diagnosis: budget_for_each_place
from collections import deque


def plan_step(running, waiting, max_batch, budget):
    n_join = max(0, min(len(waiting), max_batch - len(running)))
    running.extend(waiting.popleft() for _ in range(n_join))
    writers = [(t, 1) for t in running if t.left == 0]
    readers = []
    left = budget * max_batch
    for t in running:
        if t.left == 0:
            continue
        take = t.left if t.left < left else left
        if take == 0:
            break
        readers.append((t, take))
        left -= take
    return writers + readers
