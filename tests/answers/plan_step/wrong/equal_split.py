# fails: one_step; diagnosis: budget_in_equal_parts
from collections import deque


def plan_step(running, waiting, max_batch, budget):
    n_join = min(len(waiting), max_batch - len(running))
    running.extend(waiting.popleft() for _ in range(n_join))
    writers = [(t, 1) for t in running if t.left == 0]
    readers = []
    prompts = [t for t in running if t.left]
    left = budget // max(1, len(prompts))
    for t in running:
        if t.left == 0:
            continue
        take = t.left if t.left < left else left
        if take == 0:
            break
        readers.append((t, take))
    return writers + readers
