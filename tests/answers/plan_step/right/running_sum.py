# what is before each prompt decides what it gets
def plan_step(running, waiting, max_batch, budget):
    while len(running) < max_batch and len(waiting) > 0:
        running += [waiting.popleft()]
    spent, plan = 0, []
    for text in running:
        tokens = max(0, min(text.left, budget - spent)) if text.left else 1
        spent += tokens if text.left else 0
        if tokens:
            plan.append((text, tokens))
    return plan
