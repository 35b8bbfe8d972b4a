"""What lesson 00 stands on: the look at the machine, the reveal of a prediction, the picture that writes
itself."""

import numpy as np
import pytest

from autograder import check
from autograder.kit.verdict import CheckFailed
from decodelab import environment, live
from decodelab.perturbation import row_shifts
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


def test_row_shifts_are_zero_right_of_the_diagonal_for_causal_attention_only():
    later = ~np.tri(5, dtype=bool)
    assert not row_shifts(causal_attention)[later].any()
    assert row_shifts(lambda Q, K, V: np.ones((5, 1)) * V.sum(axis=0))[later].all()


def test_watching_a_model_write_returns_the_times_it_was_given(capsys):
    assert live.watch([("Call ", 0.1), ("<me>", 0.2)], n_expected=2) == [0.1, 0.2]


def test_text_of_a_model_is_shown_and_not_executed():
    for part in ("prompt", "text", "status"):
        words = {"prompt": "", "text": "", "status": ""} | {part: "<script>alert(1)</script>"}
        assert "<script>" not in live._page(**words)


def test_watching_shows_the_prompt_the_counter_and_what_was_waited():
    page = live._page("Call me Ishmael.", " Some", live._status([0.1] * 10, 40))
    assert "Call me Ishmael." in page and "token 10 of 40 · 10 tokens a second · about 3 s to go" in page
    seconds = live.watch([("a", 0.5), ("b", 0.5)], n_expected=2)
    assert (
        0 < seconds.waited < sum(seconds)
    )  # the waiting is what passed on the wall, not what the steps claim
    seconds.waited = 4.0
    assert live._report(seconds).startswith("2 tokens in 4.0 s, 0.5 a second. The model took 1.0 s of that")
    assert live._report(seconds).endswith("the rest.") and live._report(seconds, "So it is").endswith(
        "So it is."
    )


def test_showing_takes_a_small_part_of_the_models_time(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(live.time, "monotonic", lambda: now[0])

    def shows():
        draws = pace.has(0.09) and len(shown) % 5 == 0
        now[0] += 0.09 if draws else 0.003
        shown.append(draws)
        return draws

    for n_steps in (100, 900):
        pace, begun, shown = live.Pace(), now[0], []
        for _ in range(n_steps):
            now[0] += 0.02
            pace.step(0.02, shows)
        model = 0.02 * n_steps
        assert len(shown) >= model and 0 < now[0] - begun - model <= live.SHARE * model + 0.01


def test_a_predicted_slowdown_becomes_a_line_once_the_first_tokens_are_known():
    assert live._line(3, [0.1] * 9, 40) is None and live._line(None, [0.1] * 40, 40) is None
    assert live._line("no idea", [0.1] * 40, 40) is None
    line = live._line(3, [0.1] * 10, 40)
    assert (line[0], line[-1], len(line)) == (0.1, pytest.approx(0.3), 40)


def test_a_predicted_line_is_drawn_before_the_first_token():
    assert (
        live._Curve(3, [0.1, 0.2, 0.3]).html()[0].count("predicted") >= 2
    )  # in the wide drawing and in the narrow one


def test_points_are_put_into_a_frame_that_is_drawn_anew_only_when_they_leave_it(monkeypatch):
    tops = []
    drawn = live.figures.draw_step_times
    monkeypatch.setattr(
        live.figures,
        "draw_step_times",
        lambda *args, **named: tops.append(named["top"]) or drawn(*args, **named),
    )
    curve, seconds = live._Curve(200), []
    monkeypatch.setattr(curve.pace, "has", lambda seconds: True)
    for m in range(1, 200):
        seconds.append(0.01 + 0.0002 * m)
        html, _ = curve.html((seconds, live.INK))
    assert len(tops) <= 4 and html.count("h0") == 2 * len(seconds)


def test_a_prediction_is_found_by_its_name_where_the_watching_is_called(monkeypatch):
    drawn = []
    whole = live.figures.draw_step_times
    monkeypatch.setattr(
        live.figures, "draw_step_times", lambda *args, **named: drawn.append(named) or whole(*args, **named)
    )
    scope = {"live": live, "steps": [("a", 0.1)] * 20}
    exec("live.watch(steps, 20, slowdown='guess')", scope)
    assert drawn[-1]["predicted"] is None
    exec("guess = '2 times'\nlive.watch(steps, 20, slowdown='guess')", scope)
    assert drawn[-1]["predicted"][-1] == pytest.approx(0.2)


def test_in_a_race_whoever_has_spent_less_time_makes_the_next_step():
    order = []

    def steps(name, seconds, n):
        for _ in range(n):
            order.append(name)
            yield name, seconds

    raced = live.race({"quick": steps("quick", 1.0, 6), "slow": steps("slow", 2.5, 3)}, 6)
    assert order == ["quick", "slow", *["quick"] * 2, "slow", *["quick"] * 3, "slow"]
    assert {name: len(seconds) for name, seconds in raced.items()} == {"quick": 6, "slow": 3}


def test_two_that_race_both_finish_when_one_ends_early():
    raced = live.race({"a": iter([("x", 0.1)]), "b": iter([("y", 1.0)] * 3)}, 3)
    assert raced == {"a": [0.1], "b": [1.0] * 3}


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
    with pytest.raises(CheckFailed, match="expected a single number.\nYour code gives the products"):
        check.dot(lambda q, k: q * k)


@pytest.mark.parametrize("dot", [np.dot, lambda q, k: sum(q * k), lambda q, k: float(np.inner(q, k))])
def test_any_way_of_writing_a_dot_product_passes(dot):
    check.dot(dot)
