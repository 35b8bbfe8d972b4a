"""Answers that give the same on the same inputs have the same fingerprint, others don't."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from autograder import check
from autograder.kit.fingerprint import MAX_RESULTS, fingerprint, same
from autograder.kit.verdict import CheckFailed

NUMBERS = arrays.arrays(
    float, arrays.array_shapes(max_dims=3, max_side=5), elements=st.floats(-1e6, 1e6, allow_subnormal=False)
)


@given(NUMBERS, st.data())
def test_one_number_that_is_another_makes_another_fingerprint(numbers, data):
    at = data.draw(st.integers(0, numbers.size - 1))
    changed = numbers.copy()
    changed.flat[at] += 0.01 * (np.abs(numbers).max() or 1.0)
    assert not same(fingerprint([numbers]), fingerprint([changed]))


@given(NUMBERS)
def test_rounding_changes_nothing_and_it_travels_as_json(numbers):
    rounded = numbers * (1 + 1e-12)
    assert same(fingerprint([numbers]), json.loads(json.dumps(fingerprint([rounded]), allow_nan=False)))


@pytest.mark.parametrize(
    "a, b",
    [
        (np.arange(6.0), np.arange(6.0).reshape(2, 3)),
        (np.arange(6.0), np.arange(6.0)[::-1]),
        (np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 3.0], [2.0, 4.0]])),
        (np.array([np.nan, 1.0]), np.array([1.0, np.nan])),
        (np.array([np.nan, 1.0]), np.array([0.0, 1.0])),
        ({(0, 1)}, {(1, 0)}),
        (None, False),
        ("a", "b"),
        (10**15, 10**15 + 10**10),
    ],
)
def test_order_shape_type_and_what_is_no_number_count(a, b):
    assert same(fingerprint([a]), fingerprint([a])) and not same(fingerprint([a]), fingerprint([b]))


def test_it_is_bounded_whatever_a_learner_returns():
    hostile = [np.ones((300, 300)), "x" * 10**6, {"y" * 10**6}, [["a" * 10**6]], object(), [1e308, np.inf]]
    assert len(json.dumps(fingerprint(hostile * 50))) < MAX_RESULTS * 150


def _gave(softmax):
    with pytest.raises(CheckFailed) as failed:
        check.softmax(softmax)
    return failed.value


def test_two_that_do_the_same_unnamed_thing_are_alike_and_a_named_one_leaves_nothing():
    def halved(scores):
        e = np.exp(scores - scores.max(axis=-1, keepdims=True))
        return 0.37 * e / e.sum(axis=-1, keepdims=True)

    def halved_otherwise(scores):
        weights = np.exp(scores - scores.max(-1)[..., None])
        return 37 * weights / weights.sum(-1)[..., None] / 100

    def else_wrong(scores):
        return 2 * halved(scores)

    def over_queries(scores):
        e = np.exp(scores - scores.max(axis=0))
        return e / e.sum(axis=0)

    def raises(scores):
        raise ValueError("x")

    assert _gave(halved).misconception is None
    assert same(_gave(halved).gave, _gave(halved_otherwise).gave)
    assert not same(_gave(halved).gave, _gave(else_wrong).gave)
    assert _gave(over_queries).misconception and _gave(over_queries).gave == []
    assert _gave(raises).gave == []
