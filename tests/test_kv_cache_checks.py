"""Checks of lesson 02 put the fault where it is, say what to do, and stay the same for every seed."""

import contextlib
import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder import check
from autograder.kit.verdict import CheckFailed
from decodelab.designs import ConcatenatingCache, KVCache, decode_step


def prefill(Q, K, V, cache):
    cache.append(K, V)
    t, n = len(Q), len(cache)
    scores = Q @ cache.keys.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
    scores[~np.tri(t, n, n - t, dtype=bool)] = -np.inf
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ cache.values / weights.sum(axis=1, keepdims=True)


def attend_incrementally(Q, K, V):
    cache = KVCache(K.shape[1], V.shape[1])
    return np.array([decode_step(q, k, v, cache) for q, k, v in zip(Q, K, V)])


def kv_cache_bytes(n_layers, n_kv_heads, d_head, n_tokens, bytes_per_number):
    return 2 * n_layers * n_kv_heads * d_head * n_tokens * bytes_per_number


def failure_of(exercise, *objects, seed=0):
    """The CheckFailed of an answer that must not pass."""
    with pytest.raises(CheckFailed) as caught, contextlib.redirect_stdout(io.StringIO()):
        getattr(check, exercise)(*objects, seed=seed)
    return caught.value


# -- verdicts don't hang on the seed -------------------------------------------------------------------


@settings(deadline=None, max_examples=4)
@given(seed=st.integers(0, 2**32))
@pytest.mark.parametrize(
    "name, objects",
    [
        ("KVCache", (KVCache,)),
        ("KVCache", (ConcatenatingCache,)),
        ("decode_step", (decode_step, KVCache)),
        ("prefill", (prefill, ConcatenatingCache)),
        ("attend_incrementally", (attend_incrementally, decode_step, KVCache)),
        ("kv_cache_bytes", (kv_cache_bytes,)),
    ],
)
def test_a_right_answer_passes_with_every_seed(name, objects, seed):
    with contextlib.redirect_stdout(io.StringIO()):
        getattr(check, name)(*objects, seed=seed)


# -- the fault is put where it is ----------------------------------------------------------------------


class OnlyNewest(ConcatenatingCache):
    def append(self, k, v):
        self.keys, self.values = np.array(k, ndmin=2), np.array(v, ndmin=2)


@pytest.mark.parametrize(
    "name, objects",
    [
        ("decode_step", (decode_step, OnlyNewest)),
        ("prefill", (prefill, OnlyNewest)),
        ("attend_incrementally", (lambda Q, K, V: V.copy(), decode_step, OnlyNewest)),
    ],
)
def test_a_broken_cache_is_blamed_in_place_of_the_function_that_uses_it(name, objects):
    failure = failure_of(name, *objects)
    assert failure.exercise == name and failure.misconception == "keeps_only_newest"
    assert "KVCache, which this one is judged together with" in failure.message


def test_a_broken_step_is_blamed_in_place_of_the_loop_around_it():
    def unscaled(q, k, v, cache):
        return decode_step(q * np.sqrt(len(q)), k, v, cache)

    def loop(Q, K, V):
        cache = KVCache(K.shape[1], V.shape[1])
        return np.array([unscaled(q, k, v, cache) for q, k, v in zip(Q, K, V)])

    failure = failure_of("attend_incrementally", loop, unscaled, KVCache)
    assert "decode_step, which this one is judged together with" in failure.message
    assert failure.misconception == "no_scale"


def test_a_sound_cache_that_a_step_spoils_is_not_blamed():
    def scales_the_cache(q, k, v, cache):
        output = decode_step(q, k, v, cache)
        cache.keys[...] *= 0.5
        return output

    failure = failure_of("decode_step", scales_the_cache, KVCache)
    assert failure.check == "incremental"
    assert "judged together" not in failure.message and "row 0 of cache.keys" in failure.message


# -- what a cache can do wrong beyond its numbers -------------------------------------------------------


class WithMethods(ConcatenatingCache):
    def __init__(self, d_k, d_v):
        self._k, self._v = np.empty((0, d_k)), np.empty((0, d_v))

    def keys(self):
        return self._k

    def values(self):
        return self._v

    def __len__(self):
        return 0


class GivesLists(ConcatenatingCache):
    @property
    def keys(self):
        return []

    @keys.setter
    def keys(self, value):
        pass


class WithoutLength:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))


class WithoutKeys(KVCache):
    keys = property(lambda self: self._no_such_name)


class WithoutAppend(WithoutLength):
    def __len__(self):
        return len(self.keys)


class NotWritten:
    def __init__(self, d_k, d_v):
        raise NotImplementedError


class RaisesInAppend(KVCache):
    def append(self, k, v):
        raise RuntimeError("buffer too small")


@pytest.mark.parametrize(
    "cache, said",
    [
        (WithMethods, "cache.keys is a method; expected the array itself"),
        (GivesLists, "cache.keys in a new cache is a list; expected a NumPy array of shape (0, 4)"),
        (WithoutLength, "len(cache) does not work"),
        (WithoutKeys, "_no_such_name"),
        (WithoutAppend, "Your cache needs a method append(k, v)"),
        (NotWritten, "not written yet"),
        (
            RaisesInAppend,
            "cache.append(k, v) with k float64 (4,) and v (3,) raised RuntimeError: buffer too small",
        ),
        (lambda d_k: None, "KVCache(4, 3) raised TypeError"),
        (lambda d_k, d_v: None, "len(cache) does not work"),
        (None, "`KVCache` is None"),
    ],
)
def test_a_cache_that_is_no_cache_gets_a_message_that_says_what_is_missing(cache, said):
    assert said in failure_of("KVCache", cache).message


class SharedByClass:
    held = []

    def __init__(self, d_k, d_v):
        self.widths = d_k, d_v

    def append(self, k, v):
        self.held.extend(zip(np.atleast_2d(k).copy(), np.atleast_2d(v).copy()))

    def __len__(self):
        return len(self.held)

    keys = property(
        lambda self: np.array([k for k, v in self.held]) if self.held else np.empty((0, self.widths[0]))
    )
    values = property(
        lambda self: np.array([v for k, v in self.held]) if self.held else np.empty((0, self.widths[1]))
    )


def test_a_store_shared_by_all_caches_is_named_also_when_it_holds_tokens_from_before():
    SharedByClass.held.clear()
    first = failure_of("KVCache", SharedByClass)
    again = failure_of("KVCache", SharedByClass)
    assert first.check == "independent" and again.check == "shape"
    assert first.misconception == again.misconception == "shared_between_caches"


class ShiftsRows(WithoutLength):
    """Fills its arrays from the end, and moves all rows up for each new one."""

    def __init__(self, d_k, d_v):
        super().__init__(d_k, d_v)
        self.room, self.n = None, 0

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        self.room = self.room or [np.empty((12_000, a.shape[1]), a.dtype) for a in (k, v)]
        self.n += len(k)
        for room, new in zip(self.room, (k, v)):
            room[: -len(new)] = room[len(new) :].copy()
            room[-len(new) :] = new
        self.keys, self.values = (room[-self.n :] for room in self.room)

    def __len__(self):
        return self.n


def test_arrays_read_earlier_must_keep_their_numbers():
    failure = failure_of("KVCache", ShiftsRows)
    assert (failure.check, failure.misconception) == ("aliasing", "earlier_reads_change")


@pytest.mark.parametrize("capacity", [16, 64, 100, 128, 1000, 1024, 2048, 4096, 5000, 8192, 10_000])
def test_no_capacity_up_to_ten_thousand_goes_unnoticed(capacity):
    class Full(KVCache):
        def append(self, k, v):
            if len(self) + len(np.atleast_2d(k)) > capacity:
                raise IndexError("full")
            super().append(k, v)

    assert "raised IndexError: full" in failure_of("KVCache", Full).message


def test_a_cache_that_can_not_even_be_made_is_told_so():
    def needs_a_capacity(d_k, d_v, capacity):
        raise AssertionError("never reached")

    failure = failure_of("KVCache", needs_a_capacity)
    assert (
        failure.misconception == "number_of_arguments"
        and "missing 1 required positional argument" in failure.message
    )


class UsedUpByReading(KVCache):
    def __init__(self, d_k, d_v):
        super().__init__(d_k, d_v)
        self._times = 0

    @property
    def keys(self):
        self._times += 1
        return super().keys + (self._times if len(self) else 0)


def test_reading_that_changes_what_is_kept_is_not_taken_for_a_shared_store():
    failure = failure_of("KVCache", UsedUpByReading)
    assert failure.misconception == "reading_changes_it" and "twice in a row" in failure.message


# -- steps, chunks, sequences --------------------------------------------------------------------------


def test_a_cache_left_over_from_the_last_call_is_named():
    cache = KVCache(4, 3)

    def remembers(Q, K, V):
        nonlocal cache
        if K.shape[1] != cache.keys.shape[1] or V.shape[1] != cache.values.shape[1]:
            cache = KVCache(K.shape[1], V.shape[1])
        return np.array([decode_step(q, k, v, cache) for q, k, v in zip(Q, K, V)])

    failure = failure_of("attend_incrementally", remembers, decode_step, KVCache)
    assert (failure.check, failure.misconception) == ("independent", "cache_outlives_call")


def test_a_chunk_whose_rows_differ_by_one_bit_when_the_future_changes_fails():
    def one_maximum(Q, K, V, cache):
        cache.append(K, V)
        t, n = len(Q), len(cache)
        scores = Q @ cache.keys.T / np.sqrt(Q.shape[1])
        weights = np.exp(scores - scores.max()) * np.tri(t, n, n - t)
        return weights @ cache.values / weights.sum(axis=1, keepdims=True)

    assert failure_of("prefill", one_maximum, KVCache).check == "causality"


@pytest.mark.parametrize(
    "wrong, said",
    [
        (lambda *sizes: float(kv_cache_bytes(*sizes)), "exact only up to 2**53"),
        (lambda *sizes: np.prod([2, *sizes]), "expected"),
        (lambda *sizes: None, "the result is None"),
        (lambda *sizes: str(kv_cache_bytes(*sizes)), "a str; expected a whole number of bytes"),
        (lambda *sizes: np.array([kv_cache_bytes(*sizes)]), "expected a whole number of bytes"),
    ],
)
def test_bytes_that_are_no_exact_whole_number_fail(wrong, said):
    failure = failure_of("kv_cache_bytes", wrong)
    assert said in failure.message


def test_one_token_is_no_tokens():
    def nothing_right(q, k, v, cache):
        cache.append(k, v)
        return np.zeros_like(v)

    assert "(1 token cached, this one included)" in failure_of("decode_step", nothing_right, KVCache).message


@pytest.mark.parametrize(
    "wrong, id, said",
    [
        (lambda *sizes: kv_cache_bytes(*sizes) // 2, "keys_only", "is 840; expected 1680.\nYour number"),
        (
            lambda *sizes: (kv_cache_bytes(*sizes) + 2**31) % 2**32 - 2**31,
            "int_wraps_around",
            "a multiple of 2**32",
        ),
        (
            lambda *sizes: (kv_cache_bytes(*sizes) + 2**63) % 2**64 - 2**63,
            "int_wraps_around",
            "a multiple of 2**64",
        ),
        (
            lambda *sizes: kv_cache_bytes(*sizes) * (1.0 if max(sizes) < 1e6 else np.inf),
            "float_for_count",
            "exact only up to 2**53",
        ),
        (lambda *sizes: np.inf, None, "is inf; expected 1680."),
    ],
)
def test_a_wrong_number_of_bytes_is_quoted_with_what_became_of_it_and_nothing_else(wrong, id, said):
    failure = failure_of("kv_cache_bytes", wrong)
    assert said in failure.message and "False" not in failure.message and failure.misconception == id


def test_a_length_that_the_rows_contradict_is_shown_beside_them():
    class CountsRoom(KVCache):
        def __len__(self):
            return 2 * super().__len__()

    assert "cache.keys has 1 row. What does your __len__ count?" in failure_of("KVCache", CountsRoom).message


def test_a_cache_of_half_precision_is_not_told_what_makes_float64():
    class Half(KVCache):
        def append(self, k, v):
            super().append(k.astype(np.float16), v.astype(np.float16))

    failure = failure_of("KVCache", Half)
    assert failure.misconception == "float16_for_float32" and "make float64" not in failure.message


def noisy(Q, K, V, cache):
    print("a print of the learner's")
    np.float64(1) / np.zeros(1)
    return prefill(Q, K, V, cache)


def test_prints_and_warnings_cost_nothing_and_stay_out_of_sight(capsys, recwarn):
    check.prefill(noisy, KVCache)
    shown = capsys.readouterr()
    assert "everything holds" in shown.out and "a print of the learner's" not in shown.out + shown.err
    assert not recwarn.list
