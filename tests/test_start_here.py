"""What lesson 00 stands on: the look at the machine, the reveal of a prediction, the picture that writes itself."""

import numpy as np
import pytest

from autograder import check
from autograder.kit.verdict import CheckFailed
from decodelab import environment, live
from decodelab.perturbation import row_shifts
from decodelab.predictions import reveal
from decodelab.reference import causal_attention


def test_this_environment_is_reported_as_fine(capsys):
    assert environment.report()
    assert "[FAIL]" not in capsys.readouterr().out


def test_a_missing_package_is_reported_with_its_remedy(monkeypatch, capsys):
    monkeypatch.setitem(environment.NEEDED, "no_such_package", (1, 0))
    assert not environment.report()
    out = capsys.readouterr().out
    assert "[FAIL] no_such_package" in out and "to mend it: close JupyterLab" in out


def test_an_old_package_is_reported_with_the_version_needed(monkeypatch, capsys):
    monkeypatch.setitem(environment.NEEDED, "numpy", (99, 1))
    assert not environment.report()
    assert "99.1 or newer is needed" in capsys.readouterr().out


@pytest.mark.parametrize(
    "prediction, actual, said",
    [
        (40, 55, "you predicted 40, it is 55 pairs: prediction ÷ actual = 0.727"),
        (55, 55, "you predicted 55, it is 55 pairs"),
        (
            None,
            500500,
            "it is 500 500 pairs. Next time write a number down first: a wrong guess teaches more than none.",
        ),
        (3, 0, "you predicted 3, it is 0 pairs"),
        ("1 100", 55, "you predicted 1 100, it is 55 pairs: prediction ÷ actual = 20"),
        ("0.5", 55, "you predicted 0.5, it is 55 pairs: prediction ÷ actual = 0.00909"),
        (
            "a few",
            55,
            'you wrote "a few", it is 55 pairs. Next time write a number: then the two can be compared.',
        ),
        (
            "",
            55,
            "it is 55 pairs. Next time write a number down first: a wrong guess teaches more than none.",
        ),
        (np.int64(40), 55, "you predicted 40, it is 55 pairs: prediction ÷ actual = 0.727"),
    ],
)
def test_a_prediction_is_set_beside_what_happened(prediction, actual, said, capsys):
    reveal(prediction, actual, "pairs")
    assert capsys.readouterr().out.strip() == said


def test_row_shifts_are_zero_right_of_the_diagonal_for_causal_attention_only():
    later = ~np.tri(5, dtype=bool)
    assert not row_shifts(causal_attention)[later].any()
    assert row_shifts(lambda Q, K, V: np.ones((5, 1)) * V.sum(axis=0))[later].all()


def test_watching_a_model_write_returns_the_times_it_was_given(capsys):
    assert live.watch([("Call ", 0.1), ("<me>", 0.2)], n_expected=2) == [0.1, 0.2]


def test_text_of_a_model_is_shown_and_not_executed():
    assert "<script>" not in live._page("<script>alert(1)</script>")


def returns_in_the_loop(q, k):
    total = 0.0
    for a, b in zip(q, k):
        total += a * b
        return total


def overwrites_the_sum(q, k):
    for a, b in zip(q, k):
        total = a * b
    return total


@pytest.mark.parametrize(
    "dot, misconception",
    [
        (lambda q, k: sum(a + b for a, b in zip(q, k)), "adds_instead_of_multiplying"),
        (returns_in_the_loop, "loop_ends_early"),
        (overwrites_the_sum, "keeps_last_product"),
    ],
)
def test_a_mistake_in_the_loop_is_recognised(dot, misconception):
    with pytest.raises(CheckFailed) as caught:
        check.dot(dot)
    assert caught.value.misconception == misconception


def test_products_that_are_not_added_up_are_asked_about():
    with pytest.raises(CheckFailed, match="expected a single number.\nWhich step"):
        check.dot(lambda q, k: q * k)


@pytest.mark.parametrize("dot", [np.dot, lambda q, k: sum(q * k), lambda q, k: float(np.inner(q, k))])
def test_any_way_of_writing_a_dot_product_passes(dot):
    check.dot(dot)


def test_thousands_are_set_apart_in_measured_numbers_too(capsys):
    reveal(1000, 4192.4, "times")
    assert "it is 4 192 times" in capsys.readouterr().out
