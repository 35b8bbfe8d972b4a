# fails: one_step; diagnosis: stops_at_the_budget
from collections import deque


def plan_step(running, waiting, max_batch, budget):
    while waiting and len(running) < max_batch:
        running.append(waiting.popleft())
    plan = []
    for text in running:
        if text.left == 0:
            plan.append((text, 1))
        elif budget > 0:
            tokens = min(text.left, budget)
            plan.append((text, tokens))
            budget -= tokens
            if budget == 0:
                break
    return plan
