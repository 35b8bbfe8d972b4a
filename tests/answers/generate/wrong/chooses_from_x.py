# fails: shape; diagnosis: not_read_out
import numpy as np

from decodelab.designs import KVCache
from decodelab.model import feed_forward, greedy, join_heads, rms_norm, rotate, split_heads


def block_step(x, block, cache, position):
    t = len(x)
    normed = rms_norm(x, block.attention_gain)
    positions = position + np.arange(t)
    Q = rotate(split_heads(normed @ block.W_q, block.n_heads), positions)
    K = rotate(split_heads(normed @ block.W_k, block.n_heads), positions)
    cache.append(join_heads(K), normed @ block.W_v)
    keys = split_heads(cache.keys, block.n_heads)
    values = split_heads(cache.values, block.n_heads)
    n = len(cache)
    scores = Q @ keys.swapaxes(1, 2) / np.float32(np.sqrt(block.d_head))
    mask = np.arange(n) <= (n - t + np.arange(t))[:, None]
    scores = np.where(mask, scores, -np.inf)
    w = np.exp(scores - scores.max(axis=-1, keepdims=True))
    w = w / w.sum(axis=-1, keepdims=True)
    x = x + join_heads(w @ values) @ block.W_o
    return x + feed_forward(x, block)


def generate(model, prompt, n_new, choose=greedy):
    tokens = model.encode(prompt)
    if not tokens:
        raise ValueError("the prompt has no tokens")
    if len(tokens) + n_new > model.context:
        raise ValueError(f"{len(tokens)} + {n_new} tokens don't fit into {model.context}")
    caches = [KVCache(model.d_model, model.d_model) for _ in model.blocks]
    position = 0
    for _ in range(n_new):
        x = model.embed(tokens)
        for block, cache in zip(model.blocks, caches):
            x = block_step(x, block, cache, position)
        position += len(tokens)
        token = choose(x[-1])
        yield token
        tokens = [token]
