"""Forty readers and one whale: texts are served for real, by the scheduler and the batched step that it is
given."""

import time

import numpy as np

from decodelab.designs import KVCache
from decodelab.serving import serve
from decodelab.serving_rehearsal import our_block_step


def serve_for_real(model, texts, plan_step, batched_block_step, max_batch, together=False):
    """Serve Texts that are all there at the beginning; what a prompt or token is does not matter here, its
    cost does.

    Prompts are read one text at a time, whole; all texts that write go through each block together. Returns
    seconds.
    """
    caches, newest = {}, {}
    rng = np.random.default_rng(0)

    def step(running, waiting, max_batch, budget):
        plan = plan_step(running, waiting, max_batch, budget)
        writing = []
        for text, tokens in plan:
            if text.left:
                caches[id(text)] = [KVCache(model.d_model, model.d_model) for _ in model.blocks]
                X = model.embed(rng.integers(len(model.vocabulary), size=tokens))
                for block, cache in zip(model.blocks, caches[id(text)]):
                    X = our_block_step(X, block, cache, 0)
                newest[id(text)] = int(model.read_out(X[-1]).argmax())
            elif text.cached < model.context:
                writing.append(text)
        if writing:
            X = model.embed([newest[id(text)] for text in writing])
            positions = np.array([text.cached for text in writing])
            for i, block in enumerate(model.blocks):
                X = batched_block_step(X, block, [caches[id(text)][i] for text in writing], positions)
            for text, token in zip(writing, model.read_out(X).argmax(axis=-1)):
                newest[id(text)] = int(token)
        return plan

    begin = time.perf_counter()
    serve(texts, step, lambda counts: 1e-3, max_batch, 10**9, together)
    return time.perf_counter() - begin
