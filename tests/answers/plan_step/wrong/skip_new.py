# fails: one_step; diagnosis: newcomers_wait_a_step
from collections import deque


def plan_step(running, waiting, max_batch, budget):
    before = len(running)
    while waiting and len(running) < max_batch:
        running.append(waiting.popleft())
    plan = []
    for text in running[:before]:
        if text.left == 0:
            plan.append((text, 1))
        elif budget > 0:
            tokens = min(text.left, budget)
            plan.append((text, tokens))
            budget -= tokens
    return plan
