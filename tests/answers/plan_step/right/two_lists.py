# those who write, then those who are read
def plan_step(running, waiting, max_batch, budget):
    for _ in range(min(len(waiting), max_batch - len(running))):
        running.append(waiting.popleft())
    plan = [[text, 1] for text in running if not text.left]
    for text in [text for text in running if text.left]:
        if not budget:
            break
        plan.append([text, min(budget, text.left)])
        budget -= plan[-1][1]
    return plan
