# the prompt token by token
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
    tokens = list(model.encode(prompt))
    if len(tokens) < 1:
        raise ValueError("give me at least one token to start from")
    if len(tokens) + n_new > model.context:
        raise ValueError(f"too long: at most {model.context - len(tokens)} new tokens fit")
    caches = {i: KVCache(model.d_model, model.d_model) for i in range(len(model.blocks))}
    done = 0
    while n_new > 0:
        while done < len(tokens):
            x = model.embed([tokens[done]])
            for i, block in enumerate(model.blocks):
                x = block_step(x, block, caches[i], done)
            done += 1
        tokens.append(choose(model.read_out(x)[0]))
        n_new -= 1
        yield tokens[-1]
