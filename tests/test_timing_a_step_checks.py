"""The checks of lesson 04 let right timing code pass and say what is wrong with the others.

Whole answers stand in tests/answers; here are the rules that no single answer shows.
"""

import time

import numpy as np
import pytest

from autograder import check
from autograder.kit.verdict import CheckFailed
from autograder.lessons.timing_a_step import fit_line
from autograder.lessons.timing_a_step.parts import robust
from autograder.lessons.timing_a_step.watched_steps import AT_MOST, WatchedSteps


def failure(name, answer, seed=0):
    with pytest.raises(CheckFailed) as caught:
        getattr(check, name)(answer, seed=seed)
    return caught.value


def fastest_of(step, repeats, timer=time.perf_counter):
    step()
    times = []
    for _ in range(repeats):
        start = timer()
        step()
        times.append(timer() - start)
    return min(times)


def fastest_at(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(lengths[0])()
    times = {n: [] for n in lengths}
    for _ in range(repeats):
        for n in lengths:
            step = make_step(n)
            start = timer()
            step()
            times[n].append(timer() - start)
    return {n: min(seconds) for n, seconds in times.items()}


RIGHT = {
    "time_step": fastest_of,
    "measure": fastest_at,
    "fit_line": robust,
    "growth_exponent": lambda lengths, costs: np.polyfit(np.log10(lengths), np.log10(costs), 1)[0],
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_answer_passes_whatever_the_seed(name, capsys):
    for seed in range(3 if name == "fit_line" else 25):
        getattr(check, name)(RIGHT[name], seed=seed)
    assert "everything holds" in capsys.readouterr().out


def test_two_wrong_ideas_at_once_are_both_named():
    def milliseconds_on_average(step, repeats, timer=time.perf_counter):
        step()
        times = []
        for _ in range(repeats):
            start = timer()
            step()
            times.append(timer() - start)
        return 1000 * sum(times) / repeats

    assert failure("time_step", milliseconds_on_average).misconception == "mean_with_spikes+milliseconds"


# -- timing code ---------------------------------------------------------------------------------------


def between_two_readings(step, repeats, timer):
    step()
    start = timer()
    for _ in range(repeats):
        step()
    return timer() - start


def between_two_readings_divided(step, repeats, timer):
    return between_two_readings(step, repeats, timer) / repeats


def without_warm_up(step, repeats, timer):
    times = []
    for _ in range(repeats):
        start = timer()
        step()
        times.append(timer() - start)
    return min(times)


def counting_the_warm_up(step, repeats, timer):
    return without_warm_up(step, repeats + 1, timer)


def one_too_many(step, repeats, timer):
    return fastest_of(step, repeats + 1, timer)


def one_too_few(step, repeats, timer):
    return fastest_of(step, max(repeats - 1, 1), timer)


def always_five(step, repeats, timer):
    return fastest_of(step, 5, timer)


def with_a_clock_of_its_own(step, repeats, timer):
    return fastest_of(step, repeats, time.time)


def around_nothing(step, repeats, timer):
    times = []
    for _ in range(repeats + 1):
        step()
        start = timer()
        times.append(timer() - start)
    return min(times)


@pytest.mark.parametrize(
    "answer, misconception",
    [
        (between_two_readings, "total_for_one_call"),
        (between_two_readings_divided, "calls_timed_together"),
        (without_warm_up, "no_warm_up"),
        (counting_the_warm_up, "warm_up_counted"),
        (one_too_many, "more_repeats"),
        (one_too_few, "fewer_repeats"),
        (always_five, "more_repeats"),
        (with_a_clock_of_its_own, "own_clock"),
        (around_nothing, "nothing_between_readings"),
    ],
)
def test_each_mistake_of_timing_code_has_its_own_name(answer, misconception):
    failed = failure("time_step", answer)
    assert (failed.check, failed.misconception) == ("clock", misconception)


def test_a_warm_up_that_is_timed_and_thrown_away_is_a_warm_up(capsys):
    def answer(step, repeats, timer=time.perf_counter):
        times = []
        for _ in range(repeats + 2):
            start = timer()
            step()
            times.append(timer() - start)
        return sorted(times[2:])[repeats // 2]

    check.time_step(answer)
    assert "everything holds" in capsys.readouterr().out


def test_a_warm_up_may_go_before_every_timed_call(capsys):
    def answer(step, repeats, timer=time.perf_counter):
        times = []
        for _ in range(repeats):
            step()
            start = timer()
            step()
            times.append(timer() - start)
        return min(times)

    check.time_step(answer)
    assert "everything holds" in capsys.readouterr().out


def test_each_length_may_have_a_warm_up_of_its_own(capsys):
    def answer(make_step, lengths, repeats, timer=time.perf_counter):
        times = {}
        for n in lengths:
            times[n] = []
            for _ in range(repeats):
                warm, fresh = make_step(n), make_step(n)
                warm()
                start = timer()
                fresh()
                times[n].append(timer() - start)
        return {n: sorted(t)[(len(t) - 1) // 2] for n, t in times.items()}

    check.measure(answer)
    assert "everything holds" in capsys.readouterr().out


def test_code_that_waits_for_the_fake_clock_is_stopped():
    def answer(step, repeats, timer):
        start = timer()
        while timer() == start:
            pass
        return fastest_of(step, repeats, timer)

    assert f"stopped after {AT_MOST} readings" in failure("time_step", answer).message


def set_up_inside(make_step, lengths, repeats, timer):
    make_step(lengths[0])()
    times = {}
    for n in lengths:
        times[n] = []
        for _ in range(repeats):
            start = timer()
            make_step(n)()
            times[n].append(timer() - start)
    return {n: min(seconds) for n, seconds in times.items()}


def same_step_again(make_step, lengths, repeats, timer):
    make_step(lengths[0])()
    times = {}
    for n in lengths:
        step, times[n] = make_step(n), []
        for _ in range(repeats):
            start = timer()
            step()
            times[n].append(timer() - start)
    return {n: min(seconds) for n, seconds in times.items()}


def own_warm_up_of_each_step(make_step, lengths, repeats, timer):
    return {n: min(fastest_of(make_step(n), 1, timer) for _ in range(repeats)) for n in lengths}


def warmed_by_time_step(make_step, lengths, repeats, timer):
    return {n: fastest_of(make_step(n), repeats, timer) for n in lengths}


def at_the_next_length(make_step, lengths, repeats, timer):
    times = fastest_at(make_step, [n + 1 for n in lengths], repeats, timer)
    return {n: times[n + 1] for n in lengths}


def never_warm(make_step, lengths, repeats, timer):
    times = {}
    for n in lengths:
        steps, times[n] = [make_step(n) for _ in range(repeats)], []
        for step in steps:
            start = timer()
            step()
            times[n].append(timer() - start)
    return {n: min(seconds) for n, seconds in times.items()}


@pytest.mark.parametrize(
    "answer, misconception",
    [
        (set_up_inside, "set_up_inside"),
        (same_step_again, "cache_grows_across_repeats"),
        (warmed_by_time_step, "cache_grows_across_repeats"),
        (own_warm_up_of_each_step, "step_warmed_up"),
        (at_the_next_length, "wrong_length"),
        (never_warm, "no_warm_up"),
        (lambda *a: fastest_at(*a[:2], a[2] + 1, a[3]), "more_repeats"),
        (lambda *a: fastest_at(*a[:2], 2, a[3]), "fewer_repeats"),
        (lambda *a: fastest_at(*a[:3], time.perf_counter), "own_clock"),
    ],
)
def test_each_mistake_of_measuring_has_its_own_name(answer, misconception):
    def measure(make_step, lengths, repeats, timer=time.perf_counter):
        return answer(make_step, lengths, repeats, timer)

    failed = failure("measure", measure)
    assert (failed.check, failed.misconception) == ("clock", misconception)


def test_rounds_may_go_over_the_lengths_in_any_order(capsys):
    order = np.random.default_rng()  # not even the same order in two runs

    def answer(make_step, lengths, repeats, timer=time.perf_counter):
        times = {n: [] for n in lengths}
        make_step(7)()
        for n in order.permutation([n for n in lengths for _ in range(repeats)]):
            step = make_step(n)
            start = timer()
            step()
            times[n].append(timer() - start)
        return {n: np.median(seconds) for n, seconds in times.items()}

    check.measure(answer)
    assert "everything holds" in capsys.readouterr().out


def test_watched_steps_know_which_calls_were_timed_and_how_old_their_step_was():
    steps = WatchedSteps(lambda length, age, k: 1.0, set_up=2.0)
    step = steps.make_step(6)
    step()
    steps.timer()
    step()
    step()
    start = steps.timer()
    steps.make_step(9)()
    assert steps.timer() - start == 3.0
    assert [(c.length, c.age, c.k, c.seconds) for c in steps.calls] == [
        (6, 0, None, 1.0),
        (6, 1, 0, 1.0),
        (6, 2, None, 1.0),
        (9, 0, None, 1.0),
    ]
    assert steps.alone(6) == steps.alone(9) == []
    assert steps.fullest_interval() == ["step", "step"]


# -- fits ----------------------------------------------------------------------------------------------


def test_least_squares_alone_is_far_off_and_robust_is_not():
    for seed in range(20):
        for lengths, costs, per_token, fixed, outliers in fit_line._lines(np.random.default_rng(seed)):
            assert len(outliers) <= len(lengths) / 5
            assert abs(robust(lengths, costs)[0] / per_token - 1) < fit_line.FIT_TOLERANCE / 10
            mean = fixed + per_token * lengths.mean()
            if (costs - fixed - per_token * lengths).max() > mean / 10:
                slope, intercept = np.polyfit(lengths, costs, 1)
                assert not fit_line._on_line(slope, intercept, per_token, fixed, mean)


def test_the_base_of_the_logarithm_does_not_matter(capsys):
    for log in (np.log, np.log2, np.log10, np.log1p):
        answer = lambda lengths, costs: np.polyfit(log(lengths), log(costs), 1)[0]
        if log is np.log1p:
            failure("growth_exponent", answer)
        else:
            check.growth_exponent(answer)
