# fails: shape; diagnosis: newest_token_not_fed
from decodelab.designs import KVCache
from decodelab.model import greedy
from tests.answers.accepted.right.plain import accepted
from tests.answers.block_step.right.plain import block_step


def through(model, caches, tokens, position):
    x = model.embed(tokens)
    for block, cache in zip(model.blocks, caches):
        x = block_step(x, block, cache, position)
    return x


def speculative(model, prompt, n_new, propose, k):
    tokens = model.encode(prompt)
    caches = [KVCache(model.d_model, model.d_model) for _ in model.blocks]
    token = greedy(model.read_out(through(model, caches, tokens, 0)[-1]))
    yield token
    written = 1
    tokens = tokens + [token]
    while written < n_new:
        draft = propose(tokens, min(k, n_new - written - 1))
        x = through(model, caches, draft or [tokens[-1]], len(caches[0]))
        choices = [int(t) for t in model.read_out(x).argmax(axis=-1)]
        kept = accepted(draft, choices)
        tokens = tokens + kept
        written += len(kept)
        for cache in caches:
            cache.truncate(min(len(tokens) - 1, len(cache)))
        yield from kept
