"""Awkward inputs are what their words say, and the oracle's answers to them are finite."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.kit import awkward
from decodelab import reference

DTYPES = pytest.mark.parametrize("dtype", [np.float32, np.float64])


def _scores(Q, K):
    """Exact where the words promise it: the products of one column, halved."""
    return np.float64(Q) @ np.float64(K).T / 2


@DTYPES
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), n=st.integers(2, 9), d_v=st.integers(1, 5))
def test_attention_of_every_awkward_set_is_finite_and_its_inputs_keep_shape_and_dtype(dtype, seed, n, d_v):
    for said, (Q, K, V) in awkward.attentions(np.random.default_rng(seed), n, d_v, dtype):
        assert [a.shape for a in (Q, K, V)] == [(n, 4), (n, 4), (n, d_v)], said
        assert {a.dtype for a in (Q, K, V)} == {np.dtype(dtype)}, said
        assert np.isfinite(reference.causal_attention(Q, K, V)).all(), said


@DTYPES
def test_every_stand_in_of_a_mask_is_a_score_that_is_there(dtype):
    sets = dict(awkward.attentions(np.random.default_rng(1), 6, 3, dtype))
    for number in awkward.STAND_INS:
        Q, K, _ = sets[f"scores of exactly {number:g} among others"]
        scores = _scores(Q, K)
        assert (scores == np.float64(dtype(number))).any() and (scores != number).any()
        assert scores[0, 0] < number  # a mask that fills with this number lets later keys past


@DTYPES
def test_scores_reach_the_largest_that_the_contract_knows_and_no_further(dtype):
    largest = awkward.LARGEST[np.dtype(dtype).name]
    sizes = [
        np.abs(_scores(Q, K)).max()
        for _, (Q, K, _) in awkward.attentions(np.random.default_rng(2), 5, 2, dtype)
    ]
    assert max(sizes) == pytest.approx(largest, rel=1e-6)


def test_numbers_called_equal_zero_or_subnormal_are():
    sets = {said: made[0] for said, made in awkward.arrays(np.random.default_rng(3), (4, 3))}
    assert np.signbit(sets["all numbers -0.0"]).all() and not sets["all numbers 0"].any()
    assert (sets["all rows equal"] == sets["all rows equal"][0]).all()
    assert len(np.unique(sets["two rows that come again and again"], axis=0)) <= 2
    assert (sets["one 1 a row, else zeros"].sum(axis=1) == 1).all()
    tiny = next(a for said, a in sets.items() if said.startswith("numbers around"))
    assert 0 < np.abs(tiny).max() < np.finfo(float).tiny
    assert (sets["a row of zeros among others"] == 0).all(axis=1).sum() == 1


def test_the_worked_example_is_that_of_lesson_01():
    _, (Q, K, V) = awkward.worked_example()
    np.testing.assert_allclose(reference.causal_attention(Q, K, V)[1], [1.96, 8.04, 1], atol=0.005)


@DTYPES
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_awkward_scores_stay_in_the_range_of_the_contract(dtype, seed):
    for said, made in awkward.scores(np.random.default_rng(seed), 3, 5, dtype=dtype):
        assert made.shape == (3, 5) and made.dtype == dtype and np.abs(made).max() <= 1e4, said
