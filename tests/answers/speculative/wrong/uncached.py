# fails: calls; diagnosis: computed_again
from decodelab.designs import KVCache
from decodelab.model import greedy
from tests.answers.accepted.right.plain import accepted
from tests.answers.block_step.right.plain import block_step


def speculative(model, prompt, n_new, propose, k):
    tokens = model.encode(prompt)
    end = len(tokens) + n_new
    while len(tokens) < end:
        draft = propose(tokens, min(k, end - len(tokens) - 1))
        choices = [greedy(row) for row in model.logits(tokens + draft)[len(tokens) - 1:]]
        kept = accepted(draft, choices)
        tokens = tokens + kept
        yield from kept
