"""The checks of lessons 03 and 04 let right answers pass and say what is wrong with the others.

Whole answers stand in tests/answers; here are the rules that no single answer shows.
"""

import itertools
import time

import numpy as np
import pytest
from hypothesis import given, strategies as st

from autograder import check, misconceptions
from autograder.checks import cost_of_a_step as checks
from autograder.checks.watched_steps import AT_MOST, WatchedSteps
from autograder.misconceptions.cost_of_a_step import KNOWN, robust
from autograder.verdict import CheckFailed
from decodelab.clock import FakeClock

EXERCISES = sorted({m.exercise for m in KNOWN})


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
    "decode_step_multiply_adds": checks._decode_step,
    "recompute_step_multiply_adds": checks._recompute_step,
    "total_multiply_adds": checks._total,
    "generation_multiply_adds": checks._generation,
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


# -- the formulas behind the checks, by counting ---------------------------------------------------------

small = st.integers(1, 7)


@given(small, small, small)
def test_a_decode_step_costs_what_its_loops_count(n, d_k, d_v):
    counted = sum(1 for _ in range(n) for _ in range(d_k)) + sum(1 for _ in range(d_v) for _ in range(n))
    assert checks._decode_step(n, d_k, d_v) == counted


@given(small, small, small, small)
def test_recomputing_costs_what_its_loops_count(n, d_model, d_k, d_v):
    projections = sum(n * d_model * width for width in (d_k, d_k, d_v))
    pairs = sum(d_k + d_v for _ in range(n) for _ in range(n))
    assert checks._recompute_step(n, d_model, d_k, d_v) == projections + pairs


@given(st.integers(0, 30), st.integers(0, 30), small, small)
def test_the_total_is_the_sum_of_its_steps(n_prompt, n_new, d_k, d_v):
    steps = (checks._decode_step(n_prompt + i, d_k, d_v) for i in range(1, n_new + 1))
    assert checks._total(n_prompt, n_new, d_k, d_v) == sum(steps)


@given(st.integers(0, 30), small, small, small)
def test_a_generation_is_a_total_without_a_prompt_in_every_layer_and_head(length, n_layers, n_heads, d_head):
    one_head = checks._total(0, length, d_head, d_head)
    assert checks._generation(length, n_layers, n_heads, d_head) == n_layers * n_heads * one_head


# -- misconceptions ------------------------------------------------------------------------------------


@pytest.mark.parametrize("known", KNOWN, ids=lambda m: f"{m.exercise}-{m.id}")
def test_a_known_wrong_idea_fails_under_its_own_name(known):
    assert failure(known.exercise, known.answer[0]).misconception == known.id


def test_wrong_ideas_of_one_name_lead_to_one_question():
    for name in EXERCISES:
        questions = {(m.id, m.question) for m in misconceptions.of(name)}
        assert len(questions) == len({m.id for m in misconceptions.of(name)})


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
    assert (
        failure("decode_step_multiply_adds", lambda n, d_k, d_v: 2 * (n + 1) * (d_k + d_v)).misconception
        == "flops_for_multiply_adds+new_token_counted_twice"
    )


# -- closed forms --------------------------------------------------------------------------------------

LOOPS = {
    "a loop": lambda p, m, d_k, d_v: sum((d_k + d_v) * n for n in range(p + 1, p + m + 1)),
    "a sum of a range": lambda p, m, d_k, d_v: (d_k + d_v) * sum(range(p + 1, p + m + 1)),
    "an array": lambda p, m, d_k, d_v: (d_k + d_v) * int(np.arange(p + 1, p + m + 1).sum()),
    "two loops": lambda p, m, d_k, d_v: sum(d_k + d_v for n in range(p + 1, p + m + 1) for _ in range(n)),
}


@pytest.mark.parametrize("style", LOOPS)
def test_a_loop_over_the_tokens_is_found_before_it_hangs(style):
    failed = failure("total_multiply_adds", LOOPS[style])
    assert (failed.check, failed.misconception) == ("cost", "loop_over_tokens")
    assert "a billion tokens would take about" in failed.message


@pytest.mark.parametrize("slow_in_a_row, is_called_a_loop", [(9, False), (10**9, True)])
def test_a_formula_is_only_called_a_loop_if_it_is_slow_all_the_time(slow_in_a_row, is_called_a_loop):
    slow = (
        itertools.cycle([True] * slow_in_a_row + [False]) if slow_in_a_row < 100 else itertools.repeat(True)
    )

    def total(*given):
        clock.spend(0.05 if next(slow) else 1e-5)
        return checks._total(*given)

    with FakeClock() as clock:
        if is_called_a_loop:
            assert failure("total_multiply_adds", total).misconception == "loop_over_tokens"
        else:
            check.total_multiply_adds(total)


@pytest.mark.parametrize(
    "value, expected_misconception",
    [
        (18.0, "float_for_count"),
        (np.float64(12), "float_for_count"),
        (True, "another_type"),
        ("12", "another_type"),
        (None, "nothing_returned"),
    ],
)
def test_a_count_that_is_no_int_is_not_taken_for_one(value, expected_misconception):
    right = checks._decode_step

    def answer(n, d_k, d_v):
        return type(value)(right(n, d_k, d_v)) if isinstance(value, float) else value

    assert failure("decode_step_multiply_adds", answer).misconception == expected_misconception


def test_a_numpy_integer_that_is_exact_counts_as_a_whole_number():
    right = checks._generation
    with pytest.raises(CheckFailed) as caught:
        check.generation_multiply_adds(lambda *sizes: np.int64(right(*sizes)))
    assert caught.value.check == "dtype"  # small counts passed as np.int64; those beyond 64 bits raise


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
        for lengths, costs, per_token, fixed, outliers in checks._lines(np.random.default_rng(seed)):
            assert outliers <= len(lengths) / 5
            assert abs(robust(lengths, costs)[0] / per_token - 1) < checks.FIT_TOLERANCE / 10
            mean = fixed + per_token * lengths.mean()
            if (costs - fixed - per_token * lengths).max() > mean / 10:
                slope, intercept = np.polyfit(lengths, costs, 1)
                assert not checks._on_line(slope, intercept, per_token, fixed, mean)


def test_the_base_of_the_logarithm_does_not_matter(capsys):
    for log in (np.log, np.log2, np.log10, np.log1p):
        answer = lambda lengths, costs: np.polyfit(log(lengths), log(costs), 1)[0]
        if log is np.log1p:
            failure("growth_exponent", answer)
        else:
            check.growth_exponent(answer)
