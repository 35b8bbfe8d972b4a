"""What the checks of this lesson share."""

import math

import numpy as np

from autograder.kit.exercise import another_type, fail, something
from autograder.lessons.timing_a_step.watched_steps import START


def undisturbed_seconds(rng):
    """Seconds that an undisturbed step takes on the fake clock, 1 to 4: nobody can know them who doesn't time
    it.

    A multiple of a power of two, so that differences of readings are exact, and an odd one, so that no
    rounding leaves it as it is.
    """
    return (2 * int(rng.integers(32, 128)) + 1) / 64


DRIFT = 2.0**-10
"""By this part of it each timed call is slower than the one before: under 1 % in the longest run."""


EXACT = 1e-6
"""Relative error of a time that counts as none: someone may round to nanoseconds."""


COARSE = 4e-3
"""Relative error of a time that looks rounded, to milliseconds say."""


SPIKES = (20.0, 3.0, 150.0)
"""How many times as long an interrupted call takes: some interruptions are short."""


ROUGHLY = 1e-4
"""Relative error of a time of microseconds that counts as none: rounded to nanoseconds, not to
microseconds."""


A_LINE = 0.5
"""Seconds that a line on the screen takes while it is looked at what stands between the readings."""


def steady(length, k):
    return 1.0


def in_microseconds(seconds):
    """The same number of seconds made as short as a real step, 15 to 61 µs, and as exact in a float."""
    return seconds * 2.0**-16


def drifting(length, k):
    """A machine that slows down: what the k-th timed call at a length takes, as a factor."""
    return 1.0 if k is None else 1.0 + DRIFT * k


def interrupted(spiked):
    """The same, and something interrupts the calls spiked[length], a set of k."""
    return lambda length, k: (
        drifting(length, k) * (SPIKES[k % len(SPIKES)] if k in spiked.get(length, ()) else 1.0)
    )


def interruptions(counted):
    """Which of the calls that count are interrupted: fewer than half, as many as can be; each once, each once
    not."""
    repeats = len(counted)
    count = (repeats - 1) // 2
    return [{counted[(first + i) % repeats] for i in range(count)} for first in range(repeats)]


def possibly_counted(alone, repeats):
    """Which of the calls that stand alone may be the `repeats` that count: lists of calls.

    There can be more than `repeats`: warm-ups that were timed and thrown away, or made between one timed
    call's last reading and the next one's first. On a machine that slows down, a result below what the first
    of the calls took can only come from an earlier one.
    """
    choices = [alone[-repeats:]]
    if len(alone) >= 2 * repeats - 1:
        choices.append(alone[::-2][:repeats][::-1])
    return choices


def below(result, counted):
    return result < min(c.seconds for c in counted) * (1 - EXACT)


def expect_readings(steps, shown):
    if not steps.calls:
        fail(
            f"{shown} never called the step: there is nothing it can have timed.\n"
            "A name without parentheses is not a call.",
            misconception="step_never_called",
        )
    if "read" not in steps.log:
        fail(
            f"{shown} never read the timer it was given.\n"
            "timer() gives the time in seconds; time.perf_counter is only what it is when nobody gives "
            "another. Which clock does your code read?",
            misconception="own_clock",
        )


def fail_together(result, calls, seconds, shown):
    if calls < 2:
        fail(
            f"{shown} has no call of step() alone between two readings of the timer.\n"
            "Read the timer right before each timed call and right after it.",
            misconception="nothing_between_readings",
        )
    text = (
        f"{shown} makes {calls} calls between two readings of the timer. One interruption then "
        "spoils them all, and nothing can tell it apart from a slow step.\n"
    )
    question = "What has to stand inside the loop, so that each call gets a time of its own?"
    if result >= calls * seconds:
        fail(
            f"{text}And the result, {result:.4g} s, is the time of all of them.\n{question}",
            misconception="total_for_one_call",
        )
    fail(text + question, misconception="calls_timed_together")


def fail_cold(what):
    fail(
        f"{what}.\nA first call is slow for reasons of its own: code and data are not in the processor's "
        "caches yet, memory is handed out for the first time. Let at least one call go by before those "
        "that are timed; all `repeats` of them come after it.",
        misconception="no_warm_up",
    )


def fail_surplus(shown, timed, repeats, warm):
    if timed == repeats + 1 and not warm:
        fail(
            f"{shown} times {timed} calls, and the first of them, the warm-up, counts.\n"
            "What would a slow first call do to your result?",
            misconception="warm_up_counted",
        )
    fail(
        f"{shown} times {timed} calls that count; expected exactly {repeats}.\n"
        "How often does your loop run, and what does `repeats` have to do with it?",
        misconception="more_repeats",
    )


def expect_undisturbed(result, steps, length, shown, exact=EXACT):
    """Fail unless the result is what one of the timed calls took that nothing interrupted, or between two of
    them."""
    took = [c.seconds for c in steps.alone(length)]
    spared = [seconds for seconds in took if seconds < 2 * min(took)]
    least, most = min(spared), max(spared)
    if least * (1 - exact) <= result <= most * (1 + exact):
        return
    timed = sum(len(steps.alone(n)) for n in {c.length for c in steps.calls})
    if result == 0 and steps.empty_intervals() >= timed:
        fail(
            f"{shown} is 0: no time passed between the readings that you subtract from each other.\n"
            "Which line stands between them?",
            misconception="nothing_between_readings",
        )
    if START <= result <= steps.now:
        fail(
            f"{shown} is {result:.6g}: that is what the clock showed at one moment, seconds since some "
            "start.\nWhat else do you need to get the time of a call?",
            misconception="reading_for_time",
        )
    wanted = f"{least:.4g} s" if most == least else f"{least:.4g} to {most:.4g} s"
    fail(
        f"{shown} is {result:.6g}. On the fake clock the timed calls took "
        f"{', '.join(f'{t:.4g}' for t in took)} s; an undisturbed one takes {wanted}.",
        **looks_rounded(result, least, most),
    )


def looks_rounded(result, least, most):
    """What may be behind a result that is near the time of an undisturbed call and not quite there."""
    near = least * (1 - COARSE) <= result <= most * (1 + COARSE)
    if not near and result not in {
        round(seconds, digits) for seconds in (least, most) for digits in range(1, 9)
    }:
        return {}
    return {
        "suspected": "coarse_numbers",
        "question": (
            "Where does your code round? A step takes some millionths of a second: what is left of "
            "0.0000254 with six digits behind the point?"
        ),
    }


def expect_no_printing(result, seconds, shown):
    """Fail if a line of output that took A_LINE seconds was timed with a step of so many seconds."""
    if result > seconds * (1 + EXACT):
        fail(
            f"{shown} is {result:.4g} s for a step of {seconds:.4g} s, on a clock on which a line on the "
            f"screen takes {A_LINE:g} s.\nWhat stands between two readings of the timer is timed. Which "
            "line between yours prints, and where could it stand?",
            misconception="prints_between_readings",
            diagnosable=False,
        )


def expect_number(result, what, wanted="one number, in seconds"):
    """The result as a float, or a failed check."""
    something(result, what)
    number = isinstance(result, (int, float, np.integer, np.floating)) and not isinstance(result, bool)
    if not number and not (
        isinstance(result, np.ndarray) and result.shape == () and result.dtype.kind in "fiu"
    ):
        another_type(result, what, wanted)
    if not math.isfinite(result):
        empty = "\nNaN is what the mean or the median of no numbers gives. Can a list in your code be empty?"
        fail(f"{what} is {result}; expected {wanted}.{empty if math.isnan(result) else ''}")
    return float(result)


def arrays_only(error):
    """What is behind an exception that comes with lists, where arrays went well."""
    return "arrays_only", (
        "Arrays went well; lists of the same numbers have to, too. A list does no arithmetic: what makes an "
        "array of either in your first line?"
    )


def how_often(count):
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
