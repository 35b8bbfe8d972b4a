# fails: one_step; diagnosis: admits_only_when_empty
def plan_step(running, waiting, max_batch, budget):
    writing = any(text.left == 0 for text in running)
    while waiting and not writing and len(running) < max_batch:
        running.append(waiting.popleft())
    plan = []
    for text in running:
        if text.left == 0:
            plan.append((text, 1))
        elif budget > 0:
            tokens = min(text.left, budget)
            budget -= tokens
            plan.append((text, tokens))
    return plan
