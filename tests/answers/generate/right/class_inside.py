# an object that keeps caches and position
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


class Writer:
    def __init__(self, model):
        self.model, self.position = model, 0
        self.layers = [(block, KVCache(model.d_model, model.d_model)) for block in model.blocks]

    def feed(self, tokens):
        X = self.model.embed(np.array(tokens))
        for block, cache in self.layers:
            X = block_step(X, block, cache, self.position)
        self.position += len(tokens)
        return self.model.read_out(X[-1:])[0]


def generate(model, prompt, n_new, choose=greedy):
    prompt = model.encode(prompt)
    if not 0 < len(prompt) <= model.context - n_new:
        raise ValueError(f"{len(prompt)} tokens and {n_new} new ones: the context holds 1 to {model.context}")
    writer, new = Writer(model), prompt
    for _ in range(n_new):
        new = [choose(writer.feed(new))]
        yield new[0]
