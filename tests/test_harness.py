"""A learner's step in the whale writes what the whale writes, and costs what it costs."""

import numpy as np
import pytest

from decodelab import designs, harness, model
from decodelab.rehearsal import small_model

TEXTS = ["a", "ab ba", "a b a b a b"]


@pytest.fixture(scope="module")
def whale():
    return model.load()


@pytest.mark.parametrize("Cache", [designs.KVCache, designs.ConcatenatingCache])
def test_it_writes_the_same_tokens_as_the_uncached_model(whale, Cache):
    written = list(harness.write_with(designs.decode_step, Cache, whale, "The whale", 12))
    assert written == list(model.write(whale, "The whale", 12))


def test_the_same_draws_give_the_same_tokens(whale):
    draws = [model.sampler(0.8, top_k=60, seed=5) for _ in range(2)]
    written = list(harness.write_with(designs.decode_step, designs.KVCache, whale, "Call me", 12, draws[0]))
    assert written == list(model.write(whale, "Call me", 12, draws[1]))


def test_each_head_of_each_layer_has_a_cache_of_its_own_and_one_call_a_token(whale):
    caches, calls = [], []

    class Counted(designs.KVCache):
        def __init__(self, d_k, d_v):
            super().__init__(d_k, d_v)
            assert (d_k, d_v) == (whale.blocks[0].d_head,) * 2
            caches.append(self)

    def step(q, k, v, cache):
        calls.append(cache)
        assert q.dtype == k.dtype == v.dtype == np.float32
        return designs.decode_step(q, k, v, cache)

    n_prompt = len(whale.encode("The whale"))
    list(harness.write_with(step, Counted, whale, "The whale", 3))
    assert len(caches) == len(whale.blocks) * whale.blocks[0].n_heads
    assert {len(cache) for cache in caches} == {n_prompt + 2}  # the last token chosen goes through no block
    assert all(calls.count(cache) == n_prompt + 2 for cache in caches)


def test_a_step_that_ignores_its_cache_writes_something_else(whale):
    def forgetful(q, k, v, cache):
        cache.append(k, v)
        return v

    written = list(harness.write_with(forgetful, designs.KVCache, whale, "The whale", 12))
    assert written != list(model.write(whale, "The whale", 12))


def test_what_cannot_work_is_refused_before_the_first_token():
    small = small_model(0)
    for prompt, n_new in (("", 1), (small.decode([1, 2]), small.context)):
        with pytest.raises(ValueError):
            next(harness.write_with(designs.decode_step, designs.KVCache, small, prompt, n_new))
