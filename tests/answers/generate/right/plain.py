# style: as plain as it gets, on the plain block_step
from decodelab.designs import KVCache
from decodelab.model import greedy
from tests.answers.block_step.right.plain import block_step


def generate(model, prompt, n_new, choose=greedy):
    tokens = model.encode(prompt)
    if not tokens:
        raise ValueError("the prompt is empty: there is nothing to continue.")
    if len(tokens) + n_new > model.context:
        raise ValueError(f"{len(tokens)} + {n_new} tokens don't fit into a context of {model.context}.")
    caches = [KVCache(model.d_model, model.d_model) for _ in model.blocks]
    position = 0
    for _ in range(n_new):
        x = model.embed(tokens)
        for block, cache in zip(model.blocks, caches):
            x = block_step(x, block, cache, position)
        position += len(tokens)
        token = choose(model.read_out(x[-1]))
        yield token
        tokens = [token]
