"""Lesson 01's checks beyond the sample answers: the black boxes are what they say, messages say what to
do."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder import check
from autograder.kit.verdict import CheckFailed
from autograder.lessons.masked_attention.leaking_boxes import HIDDEN_BELOW, boxes
from decodelab import reference

SIZES = [(1, 2), (2, 5), (4, 3), (5, 2)]
EVERY_BOX = [
    pytest.param(n, d, k, id=f"{box.description}, n = {n}")
    for n, d in SIZES
    for k, box in enumerate(boxes(n, d))
]
PLAIN_BOX = [param for param in EVERY_BOX if not boxes(*param.values[:2])[param.values[2]].mistake]
"""Those that any large change shows."""


def _moved(box, n, d, seed, change):
    """The set of (i, j), j > i, whose row i is not bit-equal after change(rng, arrays, j)."""
    rng = np.random.default_rng(seed)
    tokens = rng.normal(size=(3, n, d))
    before = box.attention(*tokens)
    found = set()
    for j in range(n):
        changed = tokens.copy()
        change(rng, changed, j)
        after = box.attention(*changed)
        found |= {(i, j) for i in range(j) if not np.array_equal(before[i], after[i])}
    return found


@pytest.mark.parametrize("n, d, which", PLAIN_BOX)
@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1), size=st.floats(2e3, 1e6), sign=st.sampled_from([-1, 1]), data=st.data()
)
def test_every_leak_of_a_box_shows_when_one_number_changes_and_no_other(n, d, which, seed, size, sign, data):
    box, column = boxes(n, d)[which], data.draw(st.integers(0, d - 1))

    def change(rng, arrays, j):
        arrays[:, j, column] += sign * size

    assert _moved(box, n, d, seed, change) == box.leaks


@pytest.mark.parametrize("n, d, which", EVERY_BOX)
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), size=st.floats(2e3, 1e6), alone=st.booleans())
def test_every_leak_of_a_box_shows_when_one_array_changes_up_and_then_down(n, d, which, seed, size, alone):
    """The whole row of a token at once, or each of its numbers alone."""
    box, found = boxes(n, d)[which], set()
    for array in range(3):
        for sign in (1, -1):
            for columns in range(d) if alone else [slice(None)]:

                def change(rng, arrays, j):
                    arrays[array, j, columns] += sign * size

                found |= _moved(box, n, d, seed, change)
    assert found == box.leaks


@pytest.mark.parametrize("mistake", sorted({box.mistake for box in boxes(4, 3)} - {""}))
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), size=st.floats(2e3, 1e6))
def test_a_box_with_a_mistake_of_its_own_is_missed_by_that_mistake(mistake, seed, size):
    """So that the name it gives is the right one."""
    box = next(box for box in boxes(4, 3) if box.mistake == mistake)
    changes = {
        "changes_upwards_only": lambda rng, arrays, j: arrays[:, j].__iadd__(size),
        "changes_downwards_only": lambda rng, arrays, j: arrays[:, j].__isub__(size),
        "changes_all_arrays_at_once": lambda rng, arrays, j: arrays[:, j].__iadd__(size),
        "changes_some_columns_only": lambda rng, arrays, j: arrays[:, j, 0].__iadd__(size),
    }
    if mistake in changes:
        assert not _moved(box, 4, 3, seed, changes[mistake])
        return
    tokens = np.random.default_rng(seed).normal(size=(3, 4, 3))
    changed = tokens.copy()
    changed[1:, 3] += size
    before, after = box.attention(*tokens), box.attention(*changed)
    assert not np.array_equal(before[0], after[0])
    assert np.allclose(before[0], after[0]) or before[0].sum() == after[0].sum()


@pytest.mark.parametrize("column", range(3))
def test_a_change_of_one_column_misses_a_box_that_leaks_through_another(column):
    through_one = [box for box in boxes(4, 3) if box.mistake == "changes_some_columns_only"]
    assert len(through_one) == 3
    moved = [
        _moved(box, 4, 3, 0, lambda rng, arrays, j: arrays[:, j, column].__iadd__(1e6)) for box in through_one
    ]
    assert sum(map(bool, moved)) == 1


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_small_changes_show_no_hidden_leak(seed):
    """So that a test which tries small changes only is told from one that doesn't."""
    for box in boxes(4, 3):
        if "finite number" in box.description or "overflowing" in box.description or box.mistake:
            assert not _moved(
                box, 4, 3, seed, lambda rng, arrays, j: arrays[:, j].__iadd__(HIDDEN_BELOW - 100)
            )


@pytest.mark.parametrize("n, d, which", EVERY_BOX)
def test_rows_of_a_box_that_do_not_leak_are_causal_attention(n, d, which):
    box = boxes(n, d)[which]
    Q, K, V = np.random.default_rng(0).normal(size=(3, n, d))
    sound = [i for i in range(n) if i not in {i for i, j in box.leaks}]
    if "finite number" in box.description or "overflowing" in box.description or box.mistake:
        sound = list(range(n))  # these leak for large numbers only
    np.testing.assert_allclose(box.attention(Q, K, V)[sound], reference.causal_attention(Q, K, V)[sound])


def test_boxes_work_for_a_learner_who_made_numpy_raise():
    tokens = 1e6 * np.random.default_rng(0).normal(size=(3, 4, 3))
    with np.errstate(all="raise"):
        for box in boxes(4, 3):
            box.attention(*tokens)


def test_boxes_leave_their_inputs_alone_and_take_lists():
    tokens = np.random.default_rng(0).normal(size=(3, 4, 3))
    kept = tokens.copy()
    for box in boxes(4, 3):
        np.testing.assert_array_equal(box.attention(*tokens), box.attention(*tokens.tolist()))
    np.testing.assert_array_equal(tokens, kept)


def test_a_box_says_which_shape_it_needs():
    with pytest.raises(ValueError, match=r"three arrays of shape \(n, d\) = \(4, 3\); K is \(3, 4\)"):
        boxes(4, 3)[0].attention(np.ones((4, 3)), np.ones((3, 4)), np.ones((4, 3)))


# -- what a learner reads and sees --------------------------------------------------------------------


def _failure(name, answer):
    with pytest.raises(CheckFailed) as caught:
        getattr(check, name)(answer)
    return caught.value


def _attention(scores_to_weights):
    def causal_attention(Q, K, V):
        return scores_to_weights(Q @ K.T / np.sqrt(Q.shape[1]).astype(Q.dtype)) @ V

    return causal_attention


def _softmax(scores):
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exps / exps.sum(axis=1, keepdims=True)


def test_a_leaking_attention_is_told_which_row_moved_and_shown_a_picture():
    failure = _failure("causal_attention", _attention(_softmax))
    first, second, *rest = failure.message.splitlines()
    assert first.startswith("row 0 moved by ") and first.endswith("when only token 1 changed.")
    assert second == "A causal row 0 may use token 0 and nothing later."
    assert "without a mask" in rest[0] and rest[1].endswith("?")
    assert failure.picture().title.startswith("Output 0 moved when only token 1 changed")


def test_a_wrong_mask_is_shown_where_it_differs():
    failure = _failure("causal_mask", lambda n: np.ones((n, n), dtype=bool))
    assert "causal_mask(4)[0, 1] is True, but query 0 may not use key 1." in failure.message
    assert failure.picture().axes


def test_weights_that_do_not_add_up_are_shown():
    failure = _failure("softmax", lambda scores: np.exp(scores) / np.exp(scores).sum())
    assert failure.picture().title.startswith("The weights of query 0 add up to 0.") and failure.misconception
    reversed_weights = _failure("softmax", lambda scores: _softmax(scores)[..., ::-1])
    assert reversed_weights.picture is None


def test_nan_in_the_output_is_asked_about():
    naive = _attention(
        lambda s: (
            np.exp(np.where(np.tri(len(s), dtype=bool), s, -np.inf))
            / np.exp(np.where(np.tri(len(s), dtype=bool), s, -np.inf)).sum(axis=1, keepdims=True)
        )
    )
    assert "Which step overflows?" in _failure("causal_attention", naive).message


def test_nan_for_small_scores_is_not_put_down_to_large_exponentials():
    def hides_zeros(scores):
        exps = np.where(scores != 0, np.exp(scores - scores.max(axis=-1, keepdims=True)), 0)
        return exps / exps.sum(axis=-1, keepdims=True)

    message = _failure("softmax", hides_zeros).message
    assert "nan for the row [0. 0. 0.]" in message and "exp(800)" not in message
    assert (
        "exp(800)" in _failure("softmax", lambda s: np.exp(s) / np.exp(s).sum(axis=-1, keepdims=True)).message
    )


def test_a_row_of_wrong_numbers_is_quoted_with_what_was_expected():
    message = _failure("attention_scores", lambda Q, K: Q @ K.T).message
    assert "scores[0, 0] is " in message and "expected" in message and "Q is (3, 4), K is (5, 4)" in message


def test_a_missed_leak_comes_with_a_hint_about_the_test():
    message = _failure("find_leaks", lambda attention, n, d: set()).message
    assert "an attention without a mask: find_leaks misses (0, 1). Change token j" in message


def test_an_invented_leak_is_refuted():
    message = _failure("find_leaks", lambda attention, n, d: {(1, 1)}).message
    assert "reports (1, 1), but a row may use its own token and earlier ones" in message


def test_a_missing_pair_and_the_number_wanted_are_named():
    message = _failure("query_key_pairs", lambda n: [(i, j) for i in range(n) for j in range(i)]).message
    assert (
        "query_key_pairs(3) lacks (0, 0). It has 3 pairs; causal attention over 3 tokens needs 6." in message
    )


def test_no_message_of_a_wrong_answer_shows_code_that_solves_it():
    """Messages ask; they don't hand over np.tril, keepdims=True or the formula."""
    from autograder.lessons import CHECKS

    for known in (m for each in CHECKS.values() for m in each.misconceptions):
        text = f"{known.sentence} {known.question}"
        assert not any(
            word in text for word in ("np.tril", "np.triu", "np.tri(", "keepdims=True", "np.where", "axis=-1")
        ), known.id
