# fails: equals; diagnosis: position_is_the_last_chunk
import numpy as np
from decodelab.designs import KVCache
from decodelab.model import feed_forward, greedy, join_heads, rms_norm, rotate, split_heads, stream, write


def block_step(x, block, cache, position):
    t = len(x)
    positions = np.arange(position, position + t)
    normed = rms_norm(x, block.attention_gain)
    Q = rotate(split_heads(normed @ block.W_q, block.n_heads), positions)
    K = rotate(split_heads(normed @ block.W_k, block.n_heads), positions)
    V = normed @ block.W_v
    cache.append(join_heads(K), V)
    keys = split_heads(cache.keys, block.n_heads)
    values = split_heads(cache.values, block.n_heads)
    n = keys.shape[1]
    scores = Q @ keys.swapaxes(1, 2) * np.float32(1 / np.sqrt(block.d_head))
    visible = np.arange(n) <= np.arange(n - t, n)[:, None]
    scores = np.where(visible, scores, np.float32(-np.inf))
    scores = scores - scores.max(axis=-1, keepdims=True)
    weights = np.exp(scores)
    weights = weights / weights.sum(axis=-1, keepdims=True)
    x = x + join_heads(weights @ values) @ block.W_o
    return x + feed_forward(x, block)


def generate(model, prompt, n_new, choose=greedy):
    tokens = model.encode(prompt)
    if not tokens:
        raise ValueError("the prompt is empty, give at least 1 token")
    if len(tokens) + n_new > model.context:
        raise ValueError(f"at most {model.context} tokens in all, {model.context - len(tokens)} new ones")
    caches = [KVCache(model.d_model, model.d_model) for _ in model.blocks]
    position = 0
    for _ in range(n_new):
        X = model.embed(tokens)
        for block, cache in zip(model.blocks, caches):
            X = block_step(X, block, cache, position)
        position = len(tokens)
        token = choose(model.read_out(X[-1]))
        yield token
        tokens = [token]
