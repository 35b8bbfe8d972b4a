# the prompt in chunks
import numpy as np

from decodelab.designs import KVCache
from decodelab.model import feed_forward, greedy, join_heads, rms_norm, rotate, split_heads


def block_step(x, block, cache, position):
    positions = position + np.arange(len(x))
    normed = rms_norm(x, block.attention_gain)
    Q = rotate(split_heads(normed @ block.W_q, block.n_heads), positions)
    K = rotate(split_heads(normed @ block.W_k, block.n_heads), positions)
    cache.append(join_heads(K), normed @ block.W_v)
    keys, values = split_heads(cache.keys, block.n_heads), split_heads(cache.values, block.n_heads)
    scores = Q @ keys.swapaxes(1, 2) / np.sqrt(block.d_head).astype(x.dtype)
    t, n = scores.shape[1:]
    scores = np.where(np.tri(t, n, n - t, dtype=bool), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = weights / weights.sum(axis=-1, keepdims=True)
    x = x + join_heads(weights @ values) @ block.W_o
    return x + feed_forward(x, block)


def generate(model, prompt, n_new, choose=greedy):
    waiting = model.encode(prompt)
    if not waiting:
        raise ValueError("the prompt has no token")
    if len(waiting) + n_new > model.context:
        raise ValueError(f"at most {model.context} tokens fit, prompt and new ones together")
    caches = [KVCache(model.d_model, model.d_model) for _ in model.blocks]
    written = 0
    while written < n_new:
        chunk, waiting = waiting[:4], waiting[4:]
        X = model.embed(chunk)
        position = len(caches[0])
        for block, cache in zip(model.blocks, caches):
            X = block_step(X, block, cache, position)
        if not waiting:
            token = choose(model.read_out(X[-1]))
            written += 1
            waiting = [token]
            yield token
