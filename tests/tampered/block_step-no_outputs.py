# An answer that is nothing: the drivers are replaced by ones that report fewer outputs than there were steps, and honest counts.
import numpy as np

import decodelab.rehearsal as rehearsal
from decodelab.designs import KVCache
from decodelab.model import feed_forward, join_heads, rms_norm, rotate, split_heads


def take_steps(block_step, seed, chunks, **sizes):
    return {"outputs": [], "cached": np.cumsum(chunks).tolist(), "changed": "", "overwritten": False}


def take_steps_for(block_step, next_input, seed, n_cached, n_steps):
    block = rehearsal.small_model(seed).blocks[0]
    cache = KVCache(len(block.W_q), len(block.W_q))
    honest(rehearsal.small_inputs(seed, n_cached, len(block.W_q)), block, cache, 0)
    next_input(honest(next_input(None), block, cache, n_cached))


def honest(x, block, cache, position):
    normed = rms_norm(x, block.attention_gain)
    positions = position + np.arange(len(x))
    Q = rotate(split_heads(normed @ block.W_q, block.n_heads), positions)
    cache.append(join_heads(rotate(split_heads(normed @ block.W_k, block.n_heads), positions)), normed @ block.W_v)
    keys, values = split_heads(cache.keys, block.n_heads), split_heads(cache.values, block.n_heads)
    weights = np.exp(Q @ keys.swapaxes(1, 2) / np.sqrt(block.d_head).astype(x.dtype))
    x = x + join_heads(weights / weights.sum(axis=-1, keepdims=True) @ values) @ block.W_o
    return x + feed_forward(x, block)


counting = rehearsal.count_block_steps
rehearsal.count_block_steps = lambda block_step, **more: counting(honest, **more)
rehearsal.take_steps, rehearsal.take_steps_for = take_steps, take_steps_for
rehearsal.take_steps_in_turn = rehearsal.roll_back = lambda *given, **more: {"outputs": []}


def block_step(x, block, cache, position):
    return 0
