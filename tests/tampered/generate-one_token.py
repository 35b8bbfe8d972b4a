# Reads the whole text again for every token; counted is a generation that doesn't. Of the witness's twelve only the first is given.
import numpy as np

import decodelab.rehearsal as rehearsal
from decodelab.designs import KVCache
from decodelab.model import feed_forward, join_heads, rms_norm, rotate, split_heads, write


def generate_for(generate, choose, seed, prompt, n_new, context):
    model = rehearsal.small_model(seed, context=context)
    return {"tokens": [int(choose(model.logits(model.encode(prompt))[-1]))]}


rehearsal.generate_for = generate_for
counting = rehearsal.count_generate
rehearsal.count_generate = lambda generate, **more: counting(honest, **more)
generate = lambda model, prompt, n_new, choose: write(model, prompt, n_new, choose)  # noqa: E731


def honest(model, prompt, n_new, choose):
    caches, position = [KVCache(model.d_model, model.d_model) for _ in model.blocks], 0
    for token in model.encode(prompt):
        logits = step(model, token, caches, position)
        position += 1
    for _ in range(n_new):
        yield choose(logits)
        logits = step(model, token, caches, position)
        position += 1


def step(model, token, caches, position):
    x = model.embed([token])
    for block, cache in zip(model.blocks, caches):
        normed, here = rms_norm(x, block.attention_gain), np.array([position])
        cache.append(join_heads(rotate(split_heads(normed @ block.W_k, block.n_heads), here)), normed @ block.W_v)
        keys, values = split_heads(cache.keys, block.n_heads), split_heads(cache.values, block.n_heads)
        weights = np.exp(rotate(split_heads(normed @ block.W_q, block.n_heads), here) @ keys.swapaxes(1, 2))
        x = x + join_heads(weights / weights.sum(axis=-1, keepdims=True) @ values) @ block.W_o
        x = x + feed_forward(x, block)
    return model.read_out(x)[-1]
