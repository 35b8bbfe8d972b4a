# fails: by_hand; diagnosis: none
calls = 0


def plan_step(running, waiting, max_batch, budget):
    global calls
    calls += 1
    while waiting and len(running) < (max_batch if calls < 9 else 1):
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
