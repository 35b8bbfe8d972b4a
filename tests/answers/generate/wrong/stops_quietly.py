# fails: context; diagnosis: stops_without_a_word
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


def forward(model, ids, caches, start):
    h = model.embed(ids)
    for i, blk in enumerate(model.blocks):
        h = block_step(h, blk, caches[i], start)
    return model.read_out(h[-1])


def generate(model, prompt, n_new, choose=greedy):
    ids = model.encode(prompt)
    if len(ids) == 0:
        raise ValueError("empty prompt: at least 1 token is needed")
    room = model.context - len(ids)
    if n_new > room:
        n_new = room
    if n_new == 0:
        return
    caches = []
    for _ in range(len(model.blocks)):
        caches.append(KVCache(model.d_model, model.d_model))
    logits = forward(model, ids, caches, 0)
    tok = choose(logits)
    yield tok
    for step in range(1, n_new):
        logits = forward(model, [tok], caches, len(ids) + step - 1)
        tok = choose(logits)
        yield tok
