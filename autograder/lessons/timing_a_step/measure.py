"""measure: {n: seconds}: every timed call gets a fresh step at length n, made outside the timed region."""

import contextlib
import math

import numpy as np

from autograder.kit.driving import drive
from autograder.kit.exercise import (
    another_type,
    aspect,
    call,
    exercise,
    fail,
    something,
    unchanged,
)
from autograder.kit.misconception import known
from autograder.kit.verdict import CheckFailed
from autograder.lessons.timing_a_step.parts import TIMING, each_alone, timed
from autograder.lessons.timing_a_step.probing import (
    A_LINE,
    EXACT,
    ROUGHLY,
    below,
    drifting,
    expect_no_printing,
    expect_number,
    expect_readings,
    expect_undisturbed,
    fail_cold,
    fail_surplus,
    fail_together,
    how_often,
    in_microseconds,
    interrupted,
    interruptions,
    possibly_counted,
    steady,
    undisturbed_seconds,
)
from autograder.lessons.timing_a_step.watched_steps import WatchedSteps
from decodelab.clock import measure_on_a_slow_screen

PER_TOKEN = 2.0**-6
"""By this part of it a step at length 0 is exceeded for each token."""


SET_UP = 12.0
"""Times `seconds` that make_step takes."""


def _measure_probe(measure, rng):
    results = []
    for lengths, repeats, spiked in (
        ((8, 40, 16), 5, (0, 2)),
        ((30, 12), 7, (1, 5, 6)),
        ((7, 9), 3, (1,)),
        ((20,), 1, ()),
    ):
        fixed, per_token, spike = rng.uniform(0.1, 1.0), rng.uniform(0.1, 1.0), rng.uniform(5, 20)
        steps = WatchedSteps(
            lambda n, age, k: (fixed + per_token * (n + age)) * (spike * (1 + k) if k in spiked else 1.0),
            set_up=rng.uniform(1, 5),
        )
        result = measure(steps.make_step, list(lengths), repeats, timer=steps.timer)
        results += [float(result[n]) for n in lengths]
    return results


@exercise("measure", probe=_measure_probe)
def measure(measure, *, rng):
    """{n: seconds}: every timed call gets a fresh step at length n, made outside the timed region."""
    cases = [([64, 16, 256], 5), ([64, 16], 1), ([5, 6], 2), ([32], 3), ([7, 20], 4)]
    seconds = undisturbed_seconds(rng)
    with aspect(
        "clock",
        "every length is timed exactly `repeats` times: a fresh step, alone between two readings, "
        "the process warmed up",
    ):
        counted = [_expect_measuring_rules(measure, *case, seconds) for case in cases]
    with aspect(
        "clock", "each result is the time of one call, to the last digit on a clock that nothing disturbs"
    ):
        for case in cases:
            _judge_measure(measure, *case, seconds, steady)
    with aspect("clock", "calls that something interrupts, fewer than half, leave the results as they are"):
        for (lengths, repeats), ks in zip(cases, counted):
            windows = {n: interruptions(ks[n]) for n in lengths}
            for first in range(repeats):
                spiked = {n: windows[n][(first + i) % repeats] for i, n in enumerate(lengths)}
                _judge_measure(measure, lengths, repeats, seconds, interrupted(spiked))
        _judge_measure(measure, [64, 16], 3, in_microseconds(seconds), steady, exact=ROUGHLY)
    with aspect("clock", "nothing is printed between the readings: that would be timed, too"):
        shown = _shown_measure([64, 16], 2)
        told = call(
            drive,
            measure_on_a_slow_screen,
            measure,
            seconds=seconds,
            a_line=A_LINE,
            lengths=[64, 16],
            repeats=2,
            shown=shown,
        )
        expect_no_printing(max(told["seconds"]), seconds, f"the longest time in {shown}")
    with aspect("inputs", "lengths may be in any order, and stay as they were"):
        for given in ([16, 4], [6, 4, 5]):
            _judge_measure(measure, given.copy(), 2, seconds, steady)
            lengths = np.array(given)  # an array, since of a list the grader would only see its own copy
            with contextlib.suppress(CheckFailed):  # who takes lists only may do so
                _run_measure(measure, lengths, 2, seconds, steady)
            unchanged([np.array(given)], [lengths], ["lengths"])
    with aspect("clock", "without a timer it reads a real clock"):
        result = call(measure, lambda n: lambda: None, [2, 3], 3, shown="measure(make_step, [2, 3], 3)")
        for n, seconds in _seconds_by_length(result, [2, 3], "measure(make_step, [2, 3], 3)").items():
            if not abs(seconds) < 60:
                fail(f"measure(make_step, [2, 3], 3)[{n}] is {seconds:.3g} for a step that does nothing.")


def _shown_measure(lengths, repeats):
    return f"measure(make_step, {lengths!r}, repeats={repeats}, timer=timer)"


def _run_measure(measure, lengths, repeats, seconds, factor):
    """One run on the fake clock, (WatchedSteps, result); factor(n, k) slows the k-th timed call at length n
    down."""
    steps = WatchedSteps(
        lambda n, age, k: seconds * (1 + PER_TOKEN * (n + age)) * factor(n, k), set_up=SET_UP * seconds
    )
    given = list(lengths)
    result = call(
        measure, steps.make_step, lengths, repeats, timer=steps.timer, shown=_shown_measure(lengths, repeats)
    )
    if list(lengths) != given:  # what follows would compare with the changed ones
        with aspect("inputs", ""):
            unchanged([given], [lengths], ["lengths"])
    return steps, result


def _seconds_by_length(result, lengths, shown):
    something(result, shown)
    if not isinstance(result, dict):
        another_type(result, shown, "a dict {n: seconds}")
    if set(result) != set(lengths):
        fail(
            f"{shown} has the keys {sorted(result, key=str)}; expected the lengths {sorted(lengths)}.",
            misconception="keys_are_no_lengths",
            diagnosable=False,
        )
    return {int(n): expect_number(seconds, f"{shown}[{n}]") for n, seconds in result.items()}


def _expect_measuring_rules(measure, lengths, repeats, seconds):
    """Fail unless calls and readings follow the contract. Returns {n: the k of the calls that count}."""
    steps, result = _run_measure(measure, lengths, repeats, seconds, drifting)
    shown = _shown_measure(lengths, repeats)
    expect_readings(steps, shown)
    result = _seconds_by_length(result, lengths, shown)
    alone = {n: steps.alone(n) for n in lengths}
    for n in lengths:
        if not alone[n]:
            _fail_never_alone(steps, n, result[n], seconds, shown)
        if len(alone[n]) < repeats:
            if math.isclose(result[n], SET_UP * seconds, rel_tol=EXACT):
                fail(
                    f"{shown} reads the timer, makes a step, and reads the timer again: the call of the "
                    "step comes after that.\nWhat should take place between the two readings, and what "
                    "before the first?",
                    misconception="set_up_for_step",
                    diagnosable=False,
                )
            fail(
                f"{shown} timed a step at length {n} {how_often(len(alone[n]))}; expected "
                f"exactly {repeats} times.",
                misconception="fewer_repeats",
            )
        counted = alone[n][-repeats:]
        stale = [c for c in counted if c.age]
        if stale:
            _fail_stale(shown, n, counted, stale)
    for choice in zip(*(possibly_counted(alone[n], repeats) for n in lengths)):
        counted = dict(zip(lengths, choice))
        exposed = [n for n in lengths if len(alone[n]) > repeats and below(result[n], counted[n])]
        if not exposed:
            if steps.calls[0] in counted.get(steps.calls[0].length, ()):
                fail_cold(f"{shown} timed the very first call of a step")
            return {n: [c.k for c in calls] for n, calls in counted.items()}
    n = exposed[0]
    fail_surplus(f"{shown}, at length {n},", len(alone[n]), repeats, warm=steps.calls[0].k is None)


def _fail_never_alone(steps, n, result, seconds, shown):
    together = steps.fullest_interval()
    elsewhere = {length for length in steps.asked if steps.alone(length)}
    if elsewhere:
        fail(
            f"{shown} timed steps at length {', '.join(map(str, sorted(elsewhere)))}, none at length {n}.\n"
            "make_step(n) gives a step that stands at length n, the one whose time belongs under the key n.",
            misconception="wrong_length",
        )
    if "make" in together and "step" not in together:
        fail(
            f"{shown} makes a step between two readings of the timer and never calls it there.\n"
            "make_step(n) gives back a function. What makes that function do its work?",
            misconception="step_never_called",
        )
    if "make" in together:
        fail(
            f"{shown} calls make_step between two readings of the timer, so its time counts as the step's.\n"
            "make_step(n) fills a cache with n tokens, which takes far longer than the step. "
            "Where is the earliest place to read the timer for the first time?",
            misconception="set_up_inside",
        )
    fail_together(result, together.count("step"), seconds, shown)


def _fail_stale(shown, n, counted, stale):
    lengths = ", ".join(str(n + c.age) for c in counted)
    if counted[0].age == 0 or stale[0].age != stale[-1].age:
        fail(
            f"{shown}: the timed calls for length {n} stood at lengths {lengths}: each call of a step "
            "appends a token, and the same step was called again.\n"
            "How does a timed call get a step that stands at its length?",
            misconception="cache_grows_across_repeats",
        )
    fail(
        f"{shown}: the timed call for length {n} stood at length {n + stale[0].age}: its step had been "
        "called before, as a warm-up, and every call appends a token.\n"
        "The process needs warming up, the step must stay fresh: which step could the warm-up use?",
        misconception="step_warmed_up",
    )


def _judge_measure(measure, lengths, repeats, seconds, factor, exact=EXACT):
    steps, result = _run_measure(measure, lengths, repeats, seconds, factor)
    shown = _shown_measure(lengths, repeats)
    for n, seconds in _seconds_by_length(result, lengths, shown).items():
        expect_undisturbed(seconds, steps, n, f"{shown}[{n}]", exact)


def _measure_in_parts(
    make_step,
    lengths,
    repeats,
    timer,
    *,
    combine=np.median,
    unit=1.0,
    intervals=each_alone,
    per=lambda n: 1,
    of=lambda times, n: times[n],
):
    make_step(lengths[0])()
    times = {n: timed([make_step(n) for _ in range(repeats)], timer, intervals) for n in lengths}
    return {n: unit * combine(of(times, n)) / per(n) for n in lengths}


def _of_all(times, n):
    return np.concatenate(list(times.values()))


def _so_far(times, n):
    return np.concatenate(list(times.values())[: list(times).index(n) + 1])


def _mixed(wrong_id, of, question):
    """Times of other lengths in the list, recognised whether the median or the minimum is taken."""
    return (
        (wrong_id, {"of": of, "combine": combine}, "Your results mix the times of several lengths.", question)
        for combine in (np.median, np.min)
    )


MISCONCEPTIONS = known(
    _measure_in_parts,
    *TIMING,
    (
        "seconds_per_token",
        {"per": lambda n: n},
        "Your results are the time of a step divided by its length.",
        "A step makes one token, however long the cache is. What is there to divide by?",
    ),
    *(
        (
            "times_of_other_lengths",
            {"of": lambda times, n: times[sorted(times)[list(times).index(n)]], "combine": combine},
            "Your results stand under other lengths than their own.",
            "In which order do your times come, and in which order the lengths that you put them under?",
        )
        for combine in (np.median, np.min)
    ),
    *_mixed(
        "one_list_for_all_lengths",
        _of_all,
        "How many lists does your code make: one for all lengths, or one for each?",
    ),
    *_mixed("list_never_emptied", _so_far, "What is in your list when the second length begins?"),
)
