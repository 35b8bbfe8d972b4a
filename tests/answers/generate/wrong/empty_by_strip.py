# fails: equals; diagnosis: refuses_what_fits
import numpy as np

from decodelab.designs import KVCache
from decodelab.model import feed_forward, greedy, join_heads, rms_norm, rotate, split_heads


def block_step(x, block, cache, position):
    t = len(x)
    positions = np.arange(position, position + t)
    normed = rms_norm(x, block.attention_gain)
    Q = rotate(split_heads(normed @ block.W_q, block.n_heads), positions)
    K = rotate(split_heads(normed @ block.W_k, block.n_heads), positions)
    cache.append(join_heads(K), normed @ block.W_v)
    K, V = split_heads(cache.keys, block.n_heads), split_heads(cache.values, block.n_heads)
    n = len(cache)
    scores = Q @ K.swapaxes(1, 2) * np.float32(block.d_head ** -0.5)
    mask = np.arange(n) <= (n - t + np.arange(t))[:, None]
    scores = np.where(mask, scores, np.float32(-np.inf))
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    x = x + join_heads(weights @ V) @ block.W_o
    return x + feed_forward(x, block)


def generate(model, prompt, n_new, choose=greedy):
    tokens = model.encode(prompt)
    if not prompt.strip():
        raise ValueError("the prompt is empty: at least one token is needed")
    if len(tokens) + n_new > model.context:
        raise ValueError(f"{len(tokens)} + {n_new} tokens do not fit into {model.context}: at most {model.context - len(tokens)} new ones")
    caches = [KVCache(model.d_model, model.d_model) for _ in model.blocks]
    new, position = tokens, 0
    for _ in range(n_new):
        x = model.embed(new)
        for block, cache in zip(model.blocks, caches):
            x = block_step(x, block, cache, position)
        position += len(new)
        token = choose(model.read_out(x[-1]))
        yield token
        new = [token]
