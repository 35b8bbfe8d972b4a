# fails: random; diagnosis: one_token_of_a_prompt
calls = 0


def plan_step(running, waiting, max_batch, budget):
    global calls
    calls += 1
    while waiting and len(running) < max_batch:
        running.append(waiting.popleft())
    plan = []
    for text in running:
        if text.left == 0:
            plan.append((text, 1))
        elif budget > 0:
            tokens = min(text.left, budget) if calls < 120 else 1
            budget -= tokens
            plan.append((text, tokens))
    return plan
