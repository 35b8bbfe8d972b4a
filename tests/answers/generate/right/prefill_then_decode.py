# two phases
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


def read(model, caches, tokens, position):
    X = model.embed(tokens)
    for block, cache in zip(model.blocks, caches):
        X = block_step(X, block, cache, position)
    return model.read_out(X)[-1]


def generate(model, prompt, n_new, choose=greedy):
    tokens = model.encode(prompt)
    n_prompt = len(tokens)
    if n_prompt == 0 or n_prompt + n_new > model.context:
        raise ValueError(f"prompts may have 1 to {model.context - n_new} tokens here, not {n_prompt}.")
    caches = [KVCache(model.d_model, model.d_model) for _ in range(len(model.blocks))]
    logits = read(model, caches, tokens, 0)
    for i in range(n_new):
        token = choose(logits)
        yield token
        if i < n_new - 1:
            logits = read(model, caches, [token], n_prompt + i)
