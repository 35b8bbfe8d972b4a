"""The four designs give the same numbers; what they cost is what lessons 03 and 04 say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decodelab import Meter, designs, reference


@pytest.mark.parametrize("Cache", [designs.KVCache, designs.ConcatenatingCache])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@settings(deadline=None, max_examples=25)
@given(chunks=st.lists(st.integers(1, 5), min_size=1, max_size=6), seed=st.integers(0, 99))
def test_a_cache_holds_what_was_appended_in_its_dtype(Cache, dtype, chunks, seed):
    rng = np.random.default_rng(seed)
    K, V = rng.normal(size=(sum(chunks), 3)).astype(dtype), rng.normal(size=(sum(chunks), 2)).astype(dtype)
    cache, start = Cache(3, 2), 0
    for t in chunks:
        rows = (K[start], V[start]) if t == 1 else (K[start : start + t], V[start : start + t])
        cache.append(*rows)
        start += t
    assert len(cache) == len(K) and cache.keys.dtype == cache.values.dtype == dtype
    assert np.array_equal(cache.keys, K) and np.array_equal(cache.values, V)


class WithoutTruncate(designs.ConcatenatingCache):
    """A learner's cache, which need not have it."""


@pytest.mark.parametrize("Cache", [designs.KVCache, WithoutTruncate])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@settings(deadline=None, max_examples=25)
@given(steps=st.lists(st.tuples(st.integers(1, 4), st.integers(0, 4)), min_size=1, max_size=6))
def test_a_cache_that_is_cut_back_and_goes_on_holds_what_is_left_and_leaves_earlier_reads_alone(
    Cache, dtype, steps
):
    rng, cache, rows, reads = np.random.default_rng(0), Cache(3, 2), np.empty((0, 5), dtype), []
    for more, fewer in steps:
        new = rng.normal(size=(more, 5)).astype(dtype)
        cache.append(new[:, :3], new[:, 3:])
        rows = np.concatenate([rows, new])
        reads.append((cache.keys, cache.values, rows))
        rows = rows[: max(len(rows) - fewer, 0)]
        cache = designs.cut_back(cache, len(rows))
        assert len(cache) == len(rows)
        assert np.array_equal(cache.keys, rows[:, :3]) and np.array_equal(cache.values, rows[:, 3:])
        if len(rows):
            assert cache.keys.dtype == cache.values.dtype == dtype
    for keys, values, before in reads:
        assert np.array_equal(keys, before[:, :3]) and np.array_equal(values, before[:, 3:])


def test_a_cache_cannot_be_cut_back_to_more_than_it_holds():
    cache = designs.KVCache(2, 2)
    cache.append(np.ones((3, 2)), np.ones((3, 2)))
    for length in (4, -1):
        with pytest.raises(ValueError, match="a cache of 3 tokens can't be cut back"):
            cache.truncate(length)
    cache.truncate(3)
    assert len(cache) == 3


def test_doubling_copies_fewer_rows_than_there_are():
    cache, copied, buffer = designs.KVCache(1, 1), 0, None
    for n in range(1000):
        cache.append(np.ones(1), np.ones(1))
        if cache._keys is not buffer:
            copied, buffer = copied + n, cache._keys
    assert copied < 1024


@pytest.mark.parametrize("Cache", [designs.KVCache, designs.ConcatenatingCache])
def test_a_decode_step_is_the_last_row_of_full_attention(Cache):
    rng = np.random.default_rng(3)
    Q, K, V = rng.normal(size=(7, 4)), rng.normal(size=(7, 4)), rng.normal(size=(7, 3))
    cache = Cache(4, 3)
    rows = [designs.decode_step(q, k, v, cache) for q, k, v in zip(Q, K, V)]
    assert np.allclose(rows, reference.causal_attention(Q, K, V), rtol=0, atol=1e-12)


@pytest.mark.parametrize("step", [designs.reproject_step, designs.recompute_step])
def test_the_rivals_give_the_same_rows_from_the_tokens_alone(step):
    rng = np.random.default_rng(4)
    X, (W_q, W_k), W_v = rng.normal(size=(6, 5)), rng.normal(size=(2, 5, 4)), rng.normal(size=(5, 3))
    store = designs.TokenStore(W_q, W_k, W_v)
    rows = [step(x, store) for x in X]
    assert np.allclose(rows, reference.causal_attention(X @ W_q, X @ W_k, X @ W_v), rtol=0, atol=1e-12)


LENGTHS = (1, 2, 3, 7, 64)


def test_all_four_designs_give_the_same_output_over_the_same_text():
    four = designs.four(d=8, longest=64)
    for n in LENGTHS:
        outputs = {name: design.make_step(n)() for name, design in four.items()}
        assert all(np.allclose(out, outputs["cache"], atol=1e-5) for out in outputs.values()), n
        assert {out.dtype for out in outputs.values()} == {np.dtype(np.float32)}


@pytest.mark.parametrize(
    "name, formula",
    [
        ("cache", lambda n, d: 2 * n * d),
        ("concatenation", lambda n, d: 2 * n * d),
        ("re-projection", lambda n, d: 2 * n * d**2 + 2 * n * d + d**2),
        ("recompute", lambda n, d: 3 * n * d**2 + 2 * n**2 * d),
    ],
)
def test_a_design_costs_what_lesson_04_states_and_lesson_03_counts(name, formula):
    design = designs.four(d=8, longest=64)[name]
    meter = Meter(*design.code)
    for n in LENGTHS:
        step = design.make_step(n)
        with meter.at(n):
            step()
    counted = {n: counts.total.multiply_adds for n, counts in meter.by_length.items()}
    assert counted == {n: formula(n, 8) for n in LENGTHS}


def test_a_learners_own_step_takes_the_place_of_the_cache():
    class Mine(designs.KVCache):
        pass

    def mine(q, k, v, cache):
        assert type(cache) is Mine
        return designs.decode_step(q, k, v, cache)

    design = designs.four(mine, Mine, d=4, longest=8)["cache"]
    assert design.code == (mine, Mine) and design.make_step(5)().shape == (4,)
