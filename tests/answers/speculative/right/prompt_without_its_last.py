# style: the prompt but for its last token first, then every call alike
from decodelab.designs import KVCache
from decodelab.model import greedy
from tests.answers.accepted.right.plain import accepted
from tests.answers.block_step.right.plain import block_step


def speculative(model, prompt, n_new, propose, k):
    tokens = model.encode(prompt)
    caches = [KVCache(model.d_model, model.d_model) for _ in model.blocks]
    end = len(tokens) + n_new
    if len(tokens) > 1:
        x = model.embed(tokens[:-1])
        for block, cache in zip(model.blocks, caches):
            x = block_step(x, block, cache, 0)
    while len(tokens) < end:
        draft = propose(tokens, min(k, end - len(tokens) - 1))
        cached = len(caches[0])
        x = model.embed([tokens[-1]] + draft)
        for block, cache in zip(model.blocks, caches):
            x = block_step(x, block, cache, cached)
        choices = [greedy(row) for row in model.read_out(x[-len(draft) - 1:])]
        kept = accepted(draft, choices)
        tokens = tokens + kept
        for cache in caches:
            cache.truncate(len(tokens) - 1)
        yield from kept
