"""time_step: seconds of one call of step(), robust to spikes in fewer than half of the timed calls."""

import numpy as np

from autograder.kit.driving import drive
from autograder.kit.exercise import aspect, call, exercise, fail
from autograder.kit.misconception import known
from autograder.lessons.timing_a_step.parts import TIMING, each_alone, timed
from autograder.lessons.timing_a_step.probing import (
    A_LINE,
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
from decodelab.clock import time_on_a_slow_screen

REPEATS = (5, 1, 2, 3, 8)


def _time_step_probe(time_step, rng):
    results = []
    for repeats, spiked in ((5, (0, 2)), (7, (1, 5, 6)), (3, (1,)), (1, ())):
        base, spike = rng.uniform(0.1, 1.0), rng.uniform(5, 20)
        steps = WatchedSteps(lambda length, age, k: base * (spike * (1 + k) if k in spiked else 1.0))
        results.append(float(time_step(steps.step(), repeats, timer=steps.timer)))
    return results


@exercise("time_step", probe=_time_step_probe)
def time_step(time_step, *, rng):
    """Seconds of one call of step(), robust to spikes in fewer than half of the timed calls."""
    seconds = undisturbed_seconds(rng)
    with aspect(
        "clock", "after a warm-up, exactly `repeats` calls are timed, each alone between two readings"
    ):
        counted = {repeats: _expect_timing_rules(time_step, repeats, seconds) for repeats in REPEATS}
    with aspect(
        "clock", "the result is the time of one call, to the last digit on a clock that nothing disturbs"
    ):
        for repeats in REPEATS:
            _judge_time_step(time_step, repeats, seconds, steady)
    with aspect("clock", "calls that something interrupts, fewer than half, leave the result as it is"):
        for repeats in REPEATS:
            for spiked in interruptions(counted[repeats]):
                _judge_time_step(time_step, repeats, seconds, interrupted({None: spiked}))
        short = in_microseconds(seconds)
        steps, result = _run_time_step(time_step, 3, short, steady)
        expect_undisturbed(expect_number(result, _shown(3)), steps, None, _shown(3), exact=ROUGHLY)
    with aspect("clock", "nothing is printed between the readings: that would be timed, too"):
        told = call(
            drive,
            time_on_a_slow_screen,
            time_step,
            seconds=seconds,
            a_line=A_LINE,
            repeats=3,
            shown=_shown(3),
        )
        expect_no_printing(told["seconds"], seconds, _shown(3))
    with aspect("clock", "without a timer it reads a real clock"):
        result = expect_number(
            call(time_step, lambda: None, 3, shown="time_step(step, 3)"), "time_step(step, 3)"
        )
        if not abs(result) < 60:  # a hair below 0 for who takes the timer's own time off
            fail(
                f"time_step(step, 3) is {result:.3g} for a step that does nothing, "
                "timed by the default timer."
            )


def _shown(repeats):
    return f"time_step(step, repeats={repeats}, timer=timer)"


def _run_time_step(time_step, repeats, seconds, factor):
    """One run on the fake clock, (WatchedSteps, result); factor(length, k) slows the k-th timed call down."""
    steps = WatchedSteps(lambda length, age, k: seconds * factor(length, k))
    return steps, call(time_step, steps.step(), repeats, timer=steps.timer, shown=_shown(repeats))


def _expect_timing_rules(time_step, repeats, seconds):
    """Fail unless the calls and readings follow the contract. Returns the k of the calls that count."""
    steps, result = _run_time_step(time_step, repeats, seconds, drifting)
    shown = _shown(repeats)
    expect_readings(steps, shown)
    result = expect_number(result, shown)
    alone = steps.alone()
    if not alone or steps.empty_intervals() >= repeats > len(alone):
        fail_together(result, steps.fullest_interval().count("step"), seconds, shown)
    if len(alone) < repeats:
        fail(
            f"{shown} called step() {how_often(len(steps.calls))}, {len(alone)} of them alone between two "
            f"readings of the timer; expected exactly {repeats} such calls, after at least one warm-up.\n"
            + (
                "Read the timer right before each timed call and right after it."
                if len(steps.calls) > len(alone) + 1
                else "How many rounds does your loop make before the function returns?"
            ),
            misconception="fewer_repeats",
        )
    for counted in possibly_counted(alone, repeats):
        if len(alone) == repeats or not below(result, counted):
            if steps.calls[0] in counted:
                fail_cold(
                    f"{shown} called step() {how_often(len(steps.calls))}, and the first call is a timed one"
                )
            return [c.k for c in counted]
    fail_surplus(shown, len(alone), repeats, warm=len(steps.calls) > len(alone))


def _judge_time_step(time_step, repeats, seconds, factor):
    steps, result = _run_time_step(time_step, repeats, seconds, factor)
    expect_undisturbed(expect_number(result, _shown(repeats)), steps, None, _shown(repeats))


def _time_step_in_parts(step, repeats, timer, *, combine=np.median, unit=1.0, intervals=each_alone):
    step()
    return unit * combine(timed([step] * repeats, timer, intervals))


MISCONCEPTIONS = known(_time_step_in_parts, *TIMING)
