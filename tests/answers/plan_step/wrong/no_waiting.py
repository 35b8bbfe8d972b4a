# fails: one_step; diagnosis: takes_from_nobody
from collections import deque


def plan_step(running, waiting, max_batch, budget):
    while len(running) < max_batch:
        running.append(waiting.popleft())
    plan = []
    for text in running:
        if text.left == 0:
            plan.append((text, 1))
        elif budget > 0:
            tokens = min(text.left, budget)
            plan.append((text, tokens))
            budget -= tokens
    return plan
