# fails: one_step; diagnosis: remembers_earlier_calls
plan = []


def plan_step(running, waiting, max_batch, budget):
    while waiting and len(running) < max_batch:
        running.append(waiting.popleft())
    for text in running:
        if text.left == 0:
            plan.append((text, 1))
        elif budget > 0:
            tokens = min(text.left, budget)
            budget -= tokens
            plan.append((text, tokens))
    return plan
