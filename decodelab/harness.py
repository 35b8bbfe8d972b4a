"""Puts a learner's decode step into the whale: heads, layers and positions are done here, attention is
theirs.

    steps = stream(whale, write_with(decode_step, KVCache, whale, "Call me Ishmael.", 200))

Each head of each layer gets a cache of its own, `KVCache(d_head, d_head)`, and each token one call of
`decode_step(q, k, v, cache)` a head, q and k rotated by its position. The prompt goes through token by token.
What it can't do: lesson 06 is faster, with one cache a layer and one product for all heads.
"""

import numpy as np

from decodelab.model import feed_forward, greedy, rms_norm, rotate


def write_with(decode_step, KVCache, model, prompt, n_new, choose=greedy):
    """Yield n_new tokens that continue the text `prompt`; the same tokens as model.write, if the step is
    right.

    decode_step, KVCache: as lesson 02 has them; choose: logits (n_vocabulary,) -> token
    Raises ValueError for an empty prompt, and where prompt and new tokens don't fit into the model's context.
    """
    tokens = model.encode(prompt)
    if not tokens:
        raise ValueError(
            "the prompt is empty: the model continues a text, so give it at least one character."
        )
    if len(tokens) + n_new > model.context:
        raise ValueError(
            f"a prompt of {len(tokens)} tokens and {n_new} new ones make {len(tokens) + n_new}; the model "
            f"sees at most {model.context}. Shorten the prompt or ask for fewer tokens."
        )
    caches = [[KVCache(b.d_head, b.d_head) for _ in range(b.n_heads)] for b in model.blocks]
    position = 0
    for _ in range(n_new):
        for token in tokens:
            x = _one_token(model, token, position, caches, decode_step)
            position += 1
        tokens = [choose(model.read_out(x))]
        yield tokens[0]


def _one_token(model, token, position, caches, decode_step):
    """A token through all blocks: its vector (d_model,) after the last."""
    x = model.embed([token])[0]
    for block, own in zip(model.blocks, caches, strict=True):
        normed = rms_norm(x, block.attention_gain)
        q, k, v = ((normed @ W).reshape(block.n_heads, 1, -1) for W in (block.W_q, block.W_k, block.W_v))
        q, k = rotate(q, [position]), rotate(k, [position])
        heads = [decode_step(q[h, 0], k[h, 0], v[h, 0], own[h]) for h in range(block.n_heads)]
        x = x + np.concatenate(heads) @ block.W_o
        x = x + feed_forward(x, block)
    return x
