"""Checks of lesson 03: closed forms for the cost of a step, timing code on a fake clock, and fits."""

import contextlib
import math
import time

import numpy as np

from autograder.checks.closed_forms import something
from autograder.checks.watched_steps import START, WatchedSteps
from autograder.exercise import aspect, call, exercise, fail, note, unchanged, with_article
from autograder.verdict import CheckFailed

# -- closed forms --------------------------------------------------------------------------------------


def _formula_probe(sizes):
    """A probe that calls a formula with small random whole numbers; sizes: largest of each argument."""

    def probe(formula, rng):
        return [formula(*(int(rng.integers(2, largest)) for largest in sizes)) for _ in range(4)]

    return probe


def _whole(formula, given, expected, names):
    """Call the formula; fail unless it gives exactly the int expected. names: its own and its arguments'."""
    name, *inputs = names.split()
    shown = f"{name}({', '.join(f'{name}={value:_}' for name, value in zip(inputs, given))})"
    result = call(formula, *given, shown=shown)
    something(result, shown)
    if isinstance(result, (float, np.floating)):
        if result != expected:
            fail(f"{shown} is {result:.17g}; expected {_counted(expected)}.")
        fail(
            f"{shown} is {result!r}, a float; expected the whole number {_counted(expected)}.\n"
            "A float keeps 53 bits, about 16 digits: longer counts would be rounded. "
            "Where does your formula leave the whole numbers? (7 / 2 gives a float, 7 // 2 does not.)",
            misconception="float_for_count",
            diagnosable=False,
        )
    if isinstance(result, bool) or not isinstance(result, (int, np.integer)):
        fail(
            f"{shown} is {_typed(result)}; expected one whole number, an int.",
            misconception="another_type",
            diagnosable=False,
        )
    if result == expected:
        return
    if (int(result) - expected) % 2**64 == 0:
        fail(
            f"{shown} is {_counted(result)}; expected {_counted(expected)}.\n"
            "NumPy's whole numbers have 64 bits and begin anew where these are full, Python's have no end. Where does your code "
            "make NumPy's of them?",
            misconception="numpy_int_for_int",
            diagnosable=False,
        )
    if abs(int(result) - expected) * 10**12 < expected:
        fail(
            f"{shown} is\n  {int(result):_}; expected\n  {expected:_}.\n"
            "The first digits are right, the last ones rounded: a float keeps about 16 of them. "
            "Which step on the way makes a float of your whole numbers? (7 / 2 does, 7 // 2 does not.)",
            misconception="float_on_the_way",
            diagnosable=False,
        )
    fail(f"{shown} is {_counted(result)}; expected {_counted(expected)}.")


def _typed(value):
    """What it is and of which type: 12, an int."""
    text, kind = repr(value), with_article(type(value).__name__)
    return f"{text}, {kind}" if len(text) <= 40 else kind


def _counted(number):
    """12_345, or the same in powers of ten where digits would fill the line."""
    number = int(number)
    return f"{number:_}" if abs(number) < 10**15 else f"{number:_} (about {_power_of_ten(number)})"


def _power_of_ten(number):
    digits = len(str(abs(number))) - 1
    return f"{number / 10**digits:.2f}e{digits}"


def _decode_step(n, d_k, d_v):
    return n * (d_k + d_v)


def _recompute_step(n, d_model, d_k, d_v):
    return n * d_model * (2 * d_k + d_v) + n * n * (d_k + d_v)


def _total(n_prompt, n_new, d_k, d_v):
    return (d_k + d_v) * (n_new * n_prompt + n_new * (n_new + 1) // 2)


def _generation(length, n_layers, n_heads, d_head):
    return n_layers * n_heads * d_head * length * (length + 1)


@exercise("decode_step_multiply_adds", probe=_formula_probe((20, 9, 9)))
def decode_step_multiply_adds(decode_step_multiply_adds, *, rng):
    """The two products at length n, the new token counted: an exact int."""
    names = "decode_step_multiply_adds n d_k d_v"
    with aspect("equals", "counts both products over all n tokens"):
        for given in ((3, 2, 2), (1, 4, 7), (5, 7, 3), (512, 64, 64), *_sizes(rng, 3)):
            _whole(decode_step_multiply_adds, given, _decode_step(*given), names)
    with aspect("dtype", "the result is an exact int, however large"):
        for given in ((7, 10**9 + 1, 10**12), (1001, 10**20 + 7, 3)):
            _whole(decode_step_multiply_adds, given, _decode_step(*given), names)


@exercise("recompute_step_multiply_adds", probe=_formula_probe((20, 9, 9, 9)))
def recompute_step_multiply_adds(recompute_step_multiply_adds, *, rng):
    """No cache: project all n tokens, then all n² query-key pairs: an exact int."""
    names = "recompute_step_multiply_adds n d_model d_k d_v"
    with aspect("equals", "counts the projections of all n tokens and all n² query-key pairs"):
        for given in ((3, 2, 2, 2), (1, 5, 2, 3), (4, 3, 7, 2), (512, 64, 64, 64), *_sizes(rng, 4)):
            _whole(recompute_step_multiply_adds, given, _recompute_step(*given), names)
    with aspect("dtype", "the result is an exact int, however large"):
        for given in ((7, 10**9, 10**9 + 1, 10**12), (101, 3, 10**20 + 7, 5)):
            _whole(recompute_step_multiply_adds, given, _recompute_step(*given), names)


@exercise("total_multiply_adds", probe=_formula_probe((20, 20, 9, 9)))
def total_multiply_adds(total_multiply_adds, *, rng):
    """Decode steps at lengths n_prompt + 1 … n_prompt + n_new, in closed form: an exact int."""
    names = "total_multiply_adds n_prompt n_new d_k d_v"
    with aspect("equals", "adds up the steps at lengths n_prompt + 1 … n_prompt + n_new"):
        for given in (
            (2, 3, 2, 2),
            (0, 1, 3, 4),
            (0, 6, 5, 2),
            (7, 1, 2, 3),
            (5, 0, 2, 3),
            (512, 100, 64, 64),
            *_sizes(rng, 4),
        ):
            _whole(total_multiply_adds, given, _total(*given), names)
    with aspect("dtype", "the result is an exact int, however large"):
        for given in ((3, 7, 10**12, 10**9 + 1), (11, 101, 10**20 + 7, 3)):
            _whole(total_multiply_adds, given, _total(*given), names)
    with aspect("cost", "a billion new tokens take no longer than ten"):
        _expect_no_loop(total_multiply_adds)
        for given in ((1000, 10**9, 64, 64), (10**9 + 1, 10**18, 128, 64)):
            _whole(total_multiply_adds, given, _total(*given), names)


@exercise("generation_multiply_adds", probe=_formula_probe((20, 6, 7, 9)))
def generation_multiply_adds(generation_multiply_adds, *, rng):
    """The two products of every step, layer and head of a text written from nothing: an exact int."""
    names = "generation_multiply_adds length n_layers n_heads d_head"
    with aspect("equals", "adds up both products over all steps, layers and heads"):
        for given in (
            (3, 1, 1, 2),
            (1, 2, 3, 5),
            (4, 3, 1, 2),
            (5, 1, 4, 3),
            (1024, 12, 12, 64),
            *_sizes(rng, 4),
        ):
            _whole(generation_multiply_adds, given, _generation(*given), names)
    with aspect("dtype", "the result is an exact int, however large"):
        for given in ((101, 3, 7, 10**18 + 1), (8, 2, 5, 10**20 + 7)):
            _whole(generation_multiply_adds, given, _generation(*given), names)


def _sizes(rng, count):
    return [tuple(int(rng.integers(1, 40)) for _ in range(count)) for _ in range(4)]


QUICK = 2e-3
"""Seconds within which a formula is done. It needs some millionths of one, whatever its numbers."""

PATIENCE = 0.5
"""Seconds for which slow calls are repeated before they are believed."""


def _expect_no_loop(total):
    """Fail if more new tokens take longer.

    A loop over 10⁹ tokens must not be started, since nothing stops it in a notebook (`sum(range(n))` hears no
    signal, and an array of 10⁹ numbers fills the memory). So lengths grow tenfold, and before each next one
    some call has to have been quick. That is no race: a formula is a thousand times quicker than asked for,
    and one undisturbed call out of as many as fit in half a second is enough, on the busiest machine too. At 10⁷
    tokens a loop takes half a second and a NumPy array ten milliseconds, in every call; beyond them only loops over
    blocks of tokens go on. n_prompt changes from call to call, so that remembering an earlier result doesn't help.
    """
    for n_new in (10**power for power in range(2, 19)):
        begin, tries, fastest = time.perf_counter(), 0, math.inf
        while fastest > QUICK and time.perf_counter() - begin < PATIENCE:
            start = time.perf_counter()
            call(
                total,
                tries,
                n_new,
                2,
                3,
                shown=f"total_multiply_adds(n_prompt={tries}, n_new={n_new:_}, d_k=2, d_v=3)",
            )
            fastest = min(fastest, time.perf_counter() - start)
            tries += 1
        if fastest > QUICK:
            far, tokens = (
                (10**9 / n_new, "a billion tokens")
                if n_new < 10**9
                else (10**9, "a billion times as many tokens")
            )
            fail(
                f"n_new = {n_new:_} took {fastest:.2g} s, so {tokens} would take about {_duration(fastest * far)}: "
                "the time grows with the number of tokens.\n"
                "The lengths n_prompt + 1 … n_prompt + n_new are evenly spaced. Pair the first with the last, the "
                "second with the last but one: what does each pair add up to, and how many pairs are there?",
                misconception="loop_over_tokens",
            )


def _duration(seconds):
    for size, unit in ((86_400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.2g} s"


# -- timing code ---------------------------------------------------------------------------------------


def _undisturbed(rng):
    """Seconds that an undisturbed step takes on the fake clock, 1 to 4: nobody can know them who doesn't time it.

    A multiple of a power of two, so that differences of readings are exact, and an odd one, so that no rounding leaves it as it is.
    """
    return (2 * int(rng.integers(32, 128)) + 1) / 64


DRIFT = 2.0**-10
"""By this part of it each timed call is slower than the one before: under 1 % in the longest run."""

EXACT = 1e-6
"""Relative error of a time that counts as none: someone may round to nanoseconds."""

COARSE = 4e-3
"""Relative error of a time that looks rounded, to milliseconds say."""

SPIKE = 20.0
"""How many times as long an interrupted call takes."""

REPEATS = (5, 1, 2, 3, 8)


def _steady(length, k):
    return 1.0


def _drifting(length, k):
    """A machine that slows down: what the k-th timed call at a length takes, as a factor."""
    return 1.0 if k is None else 1.0 + DRIFT * k


def _interrupted(spiked):
    """The same, and something interrupts the calls spiked[length], a set of k."""
    return lambda length, k: _drifting(length, k) * (SPIKE if k in spiked.get(length, ()) else 1.0)


def _windows(counted):
    """Which of the calls that count are interrupted: fewer than half, as many as can be; each once, each once not."""
    repeats = len(counted)
    count = (repeats - 1) // 2
    return [{counted[(first + i) % repeats] for i in range(count)} for first in range(repeats)]


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
    seconds = _undisturbed(rng)
    with aspect(
        "clock", "after a warm-up, exactly `repeats` calls are timed, each alone between two readings"
    ):
        counted = {repeats: _expect_timing_rules(time_step, repeats, seconds) for repeats in REPEATS}
    with aspect(
        "clock", "the result is the time of one call, to the last digit on a clock that nothing disturbs"
    ):
        for repeats in REPEATS:
            _judge_time_step(time_step, repeats, seconds, _steady)
    with aspect("clock", "calls that something interrupts, fewer than half, leave the result as it is"):
        for repeats in REPEATS:
            for spiked in _windows(counted[repeats]):
                _judge_time_step(time_step, repeats, seconds, _interrupted({None: spiked}))
    with aspect("clock", "without a timer it reads a real clock"):
        result = _number(call(time_step, lambda: None, 3, shown="time_step(step, 3)"), "time_step(step, 3)")
        if not abs(result) < 60:  # a hair below 0 for who takes the timer's own time off
            fail(
                f"time_step(step, 3) is {result:.3g} for a step that does nothing, timed by the default timer."
            )


def _shown(repeats):
    return f"time_step(step, repeats={repeats}, timer=timer)"


def _run_time_step(time_step, repeats, seconds, factor):
    """One run on the fake clock, (WatchedSteps, result); factor(length, k) slows the k-th timed call down."""
    steps = WatchedSteps(lambda length, age, k: seconds * factor(length, k))
    return steps, call(time_step, steps.step(), repeats, timer=steps.timer, shown=_shown(repeats))


def _possibly_counted(alone, repeats):
    """Which of the calls that stand alone may be the `repeats` that count: lists of calls.

    There can be more than `repeats`: warm-ups that were timed and thrown away, or made between one timed call's
    last reading and the next one's first. On a machine that slows down, a result below what the first of the
    calls took can only come from an earlier one.
    """
    choices = [alone[-repeats:]]
    if len(alone) >= 2 * repeats - 1:
        choices.append(alone[::-2][:repeats][::-1])
    return choices


def _expect_timing_rules(time_step, repeats, seconds):
    """Fail unless the calls and readings follow the contract. Returns the k of the calls that count."""
    steps, result = _run_time_step(time_step, repeats, seconds, _drifting)
    shown = _shown(repeats)
    _expect_readings(steps, shown)
    result = _number(result, shown)
    alone = steps.alone()
    if not alone or steps.empty_intervals() >= repeats > len(alone):
        _fail_together(result, steps.fullest_interval().count("step"), seconds, shown)
    if len(alone) < repeats:
        fail(
            f"{shown} called step() {_times(len(steps.calls))}, {len(alone)} of them alone between two readings of "
            f"the timer; expected exactly {repeats} such calls, after at least one warm-up.\n"
            + (
                "Read the timer right before each timed call and right after it."
                if len(steps.calls) > len(alone) + 1
                else "How many rounds does your loop make before the function returns?"
            ),
            misconception="fewer_repeats",
        )
    for counted in _possibly_counted(alone, repeats):
        if len(alone) == repeats or not _below(result, counted):
            if steps.calls[0] in counted:
                _fail_cold(
                    f"{shown} called step() {_times(len(steps.calls))}, and the first call is a timed one"
                )
            return [c.k for c in counted]
    _fail_surplus(shown, len(alone), repeats, warm=len(steps.calls) > len(alone))


def _below(result, counted):
    return result < min(c.seconds for c in counted) * (1 - EXACT)


def _expect_readings(steps, shown):
    if not steps.calls:
        fail(
            f"{shown} never called the step: there is nothing it can have timed.\n"
            "A name without parentheses is not a call.",
            misconception="step_never_called",
        )
    if "read" not in steps.log:
        fail(
            f"{shown} never read the timer it was given.\n"
            "timer() gives the time in seconds; time.perf_counter is only what it is when nobody gives another. "
            "Which clock does your code read?",
            misconception="own_clock",
        )


def _fail_together(result, calls, seconds, shown):
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


def _fail_cold(what):
    fail(
        f"{what}.\nA first call is slow for reasons of its own: code and data are not in the processor's caches yet, "
        "memory is handed out for the first time. Let at least one call go by before those that are timed; "
        "all `repeats` of them come after it.",
        misconception="no_warm_up",
    )


def _fail_surplus(shown, timed, repeats, warm):
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


def _judge_time_step(time_step, repeats, seconds, factor):
    steps, result = _run_time_step(time_step, repeats, seconds, factor)
    _expect_undisturbed(_number(result, _shown(repeats)), steps, None, _shown(repeats))


def _expect_undisturbed(result, steps, length, shown):
    """Fail unless the result is what one of the timed calls took that nothing interrupted, or between two of them."""
    took = [c.seconds for c in steps.alone(length)]
    spared = [seconds for seconds in took if seconds < 2 * min(took)]
    least, most = min(spared), max(spared)
    if least * (1 - EXACT) <= result <= most * (1 + EXACT):
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
            f"{shown} is {result:.6g}: that is what the clock showed at one moment, seconds since some start.\n"
            "What else do you need to get the time of a call?",
            misconception="reading_for_time",
        )
    wanted = f"{least:.4g} s" if most == least else f"{least:.4g} to {most:.4g} s"
    fail(
        f"{shown} is {result:.6g}. On the fake clock the timed calls took {', '.join(f'{t:.4g}' for t in took)} s; "
        f"an undisturbed one takes {wanted}.",
        **_rounded(result, least, most),
    )


def _rounded(result, least, most):
    """What may be behind a result that is near the time of an undisturbed call and not quite there."""
    near = least * (1 - COARSE) <= result <= most * (1 + COARSE)
    if not near and result not in {
        round(seconds, digits) for seconds in (least, most) for digits in (1, 2, 3)
    }:
        return {}
    return {
        "suspected": "coarse_numbers",
        "question": "The first digits are right. Where does your code round?",
    }


def _number(result, what, wanted="expected one number, in seconds"):
    """The result as a float, or a failed check."""
    something(result, what)
    number = isinstance(result, (int, float, np.integer, np.floating)) and not isinstance(result, bool)
    if not number and not (
        isinstance(result, np.ndarray) and result.shape == () and result.dtype.kind in "fiu"
    ):
        fail(f"{what} is {_typed(result)}; {wanted}.", misconception="another_type", diagnosable=False)
    if not math.isfinite(result):
        empty = "\nNaN is what the mean or the median of no numbers gives. Can a list in your code be empty?"
        fail(f"{what} is {result}; {wanted}.{empty if math.isnan(result) else ''}")
    return float(result)


def _times(count):
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


# -- measure -------------------------------------------------------------------------------------------

PER_TOKEN = 2.0**-6
"""By this part of it a step at length 0 is exceeded for each token."""


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
    seconds = _undisturbed(rng)
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
            _judge_measure(measure, *case, seconds, _steady)
    with aspect("clock", "calls that something interrupts, fewer than half, leave the results as they are"):
        for (lengths, repeats), ks in zip(cases, counted):
            windows = {n: _windows(ks[n]) for n in lengths}
            for first in range(repeats):
                spiked = {n: windows[n][(first + i) % repeats] for i, n in enumerate(lengths)}
                _judge_measure(measure, lengths, repeats, seconds, _interrupted(spiked))
    with aspect("inputs", "lengths may be in any order, and stay as they were"):
        for given in ([16, 4], [6, 4, 5]):
            _judge_measure(measure, given.copy(), 2, seconds, _steady)
            lengths = np.array(given)  # an array, since of a list the grader would only see its own copy
            with contextlib.suppress(CheckFailed):  # who takes lists only may do so
                _run_measure(measure, lengths, 2, seconds, _steady)
            unchanged([np.array(given)], [lengths], ["lengths"])
    with aspect("clock", "without a timer it reads a real clock"):
        result = call(measure, lambda n: lambda: None, [2, 3], 3, shown="measure(make_step, [2, 3], 3)")
        for n, seconds in _seconds_by_length(result, [2, 3], "measure(make_step, [2, 3], 3)").items():
            if not abs(seconds) < 60:
                fail(f"measure(make_step, [2, 3], 3)[{n}] is {seconds:.3g} for a step that does nothing.")


def _shown_measure(lengths, repeats):
    return f"measure(make_step, {lengths!r}, repeats={repeats}, timer=timer)"


def _run_measure(measure, lengths, repeats, seconds, factor):
    """One run on the fake clock, (WatchedSteps, result); factor(n, k) slows the k-th timed call at length n down."""
    steps = WatchedSteps(
        lambda n, age, k: seconds * (1 + PER_TOKEN * (n + age)) * factor(n, k), set_up=12 * seconds
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
        fail(
            f"{shown} is {with_article(type(result).__name__)}; expected a dict {{n: seconds}}.",
            misconception="another_type",
            diagnosable=False,
        )
    if set(result) != set(lengths):
        fail(
            f"{shown} has the keys {sorted(result, key=str)}; expected the lengths {sorted(lengths)}.",
            misconception="keys_are_no_lengths",
            diagnosable=False,
        )
    return {int(n): _number(seconds, f"{shown}[{n}]") for n, seconds in result.items()}


def _expect_measuring_rules(measure, lengths, repeats, seconds):
    """Fail unless calls and readings follow the contract. Returns {n: the k of the calls that count}."""
    steps, result = _run_measure(measure, lengths, repeats, seconds, _drifting)
    shown = _shown_measure(lengths, repeats)
    _expect_readings(steps, shown)
    result = _seconds_by_length(result, lengths, shown)
    alone = {n: steps.alone(n) for n in lengths}
    for n in lengths:
        if not alone[n]:
            _fail_never_alone(steps, n, result[n], seconds, shown)
        if len(alone[n]) < repeats:
            fail(
                f"{shown} timed a step at length {n} {_times(len(alone[n]))}; expected exactly {repeats} times.",
                misconception="fewer_repeats",
            )
        counted = alone[n][-repeats:]
        stale = [c for c in counted if c.age]
        if stale:
            _fail_stale(shown, n, counted, stale)
    for choice in zip(*(_possibly_counted(alone[n], repeats) for n in lengths)):
        counted = dict(zip(lengths, choice))
        exposed = [n for n in lengths if len(alone[n]) > repeats and _below(result[n], counted[n])]
        if not exposed:
            if steps.calls[0] in counted.get(steps.calls[0].length, ()):
                _fail_cold(f"{shown} timed the very first call of a step")
            return {n: [c.k for c in calls] for n, calls in counted.items()}
    n = exposed[0]
    _fail_surplus(f"{shown}, at length {n},", len(alone[n]), repeats, warm=steps.calls[0].k is None)


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
    _fail_together(result, together.count("step"), seconds, shown)


def _fail_stale(shown, n, counted, stale):
    lengths = ", ".join(str(n + c.age) for c in counted)
    if counted[0].age == 0 or stale[0].age != stale[-1].age:
        fail(
            f"{shown}: the timed calls for length {n} stood at lengths {lengths}: each call of a step appends "
            "a token, and the same step was called again.\n"
            "How does a timed call get a step that stands at its length?",
            misconception="cache_grows_across_repeats",
        )
    fail(
        f"{shown}: the timed call for length {n} stood at length {n + stale[0].age}: its step had been called "
        "before, as a warm-up, and every call appends a token.\nThe process needs warming up, the step must stay "
        "fresh: which step could the warm-up use?",
        misconception="step_warmed_up",
    )


def _judge_measure(measure, lengths, repeats, seconds, factor):
    steps, result = _run_measure(measure, lengths, repeats, seconds, factor)
    shown = _shown_measure(lengths, repeats)
    for n, seconds in _seconds_by_length(result, lengths, shown).items():
        _expect_undisturbed(seconds, steps, n, f"{shown}[{n}]")


# -- fits ----------------------------------------------------------------------------------------------

FIT_TOLERANCE = 0.05
"""Relative to the line: wide enough for every robust method, some of which only dampen what lies far off."""

NOISE = 1e-4


def _lines(rng):
    """Points on lines with outliers far above: (lengths, costs, per_token, fixed, how many outliers)."""
    even, doubling = np.arange(1, 21), 2 ** np.arange(10)
    designs = (
        (50 * even[:10], ()),
        (50 * even[:10], (2, 6)),
        (64 * doubling[:6], (2,)),
        (100 * even[:6], (3,)),
        (32 * even[:15], (3, 6, 10)),
        (16 * even, (2, 7, 11, 16)),
        (8 * doubling[:8], (3,)),
        (100 * even[:15], (0, 8)),
        (24 * even, (19, 6)),
    )
    for i, (lengths, above) in enumerate(designs):
        per_token, share = rng.uniform(1, 9) * 10.0 ** (-7 if i % 2 else 2), rng.uniform(0.3, 0.8)
        fixed, costs = _line(rng, lengths, per_token, share)
        costs[list(above)] += costs.max() * rng.permutation(2 * 1.3 ** np.arange(len(above)))
        yield lengths, costs, per_token, fixed, len(above)
    for lengths, above, share in ((8 * doubling, (0, 4), 0.3), (16 * 4 ** np.arange(9), (0,), 2e-4)):
        per_token = rng.uniform(1, 9)
        fixed, costs = _line(rng, lengths, per_token, share)
        costs[list(above)] *= 4  # short steps, far too slow and still faster than long ones
        yield lengths, costs, per_token, fixed, len(above)


def _line(rng, lengths, per_token, share):
    """(fixed, costs): a line with a little noise, whose fixed part is this share of what tokens cost at the mean length."""
    fixed = share * per_token * lengths.mean()
    return fixed, (fixed + per_token * lengths) * (1 + NOISE * rng.uniform(-1, 1, len(lengths)))


def _fit_line_probe(fit_line, rng):
    return [np.array(fit_line(lengths, costs), dtype=float) for lengths, costs, *_ in _lines(rng)]


@exercise("fit_line", probe=_fit_line_probe)
def fit_line(fit_line, *, rng):
    """(per_token, fixed), right on a line with up to 20 % of the points far above it."""
    with aspect("data", "finds the line that most points lie on, up to a fifth of them far above it"):
        for line in (*_lines(rng), *_lines(rng)):
            _expect_line(fit_line, *line)
    with aspect("inputs", "lengths and costs may be in any order, and stay as they were"):
        for lengths, costs, *expected in _lines(rng):
            before = lengths.copy(), costs.copy()
            _expect_line(fit_line, lengths, costs, *expected)
            unchanged(before, (lengths, costs), ["lengths", "costs"])
            order = rng.permutation(len(lengths))
            _expect_line(fit_line, lengths[order], costs[order], *expected)
    lengths, costs, *expected = next(_lines(rng))
    _note_on_lists(lambda: _expect_line(fit_line, lengths.tolist(), costs.tolist(), *expected))


def _note_on_lists(expect):
    """Arrays are what the contract asks for; lists are a convenience that costs no points."""
    try:
        expect()
        note("lists of numbers do as well as arrays")
    except CheckFailed:
        note(
            "with lists instead of arrays it does not work: np.asarray(lengths) in the first line would take both"
        )


def _expect_line(fit_line, lengths, costs, per_token, fixed, outliers):
    result = call(fit_line, lengths, costs, shown=f"fit_line(lengths, costs) with {len(lengths)} points")
    try:
        slope, intercept = (float(part) for part in result)
    except (TypeError, ValueError):
        fail(
            f"fit_line(lengths, costs) is {_brief(result)}; expected two numbers, (per_token, fixed).",
            misconception="another_type",
            diagnosable=False,
        )
    mean = per_token * np.mean(lengths) + fixed
    if _on_line(slope, intercept, per_token, fixed, mean):
        return
    data = f"{len(lengths)} points on the line {fixed:.4g} + {per_token:.4g}·n"
    if outliers:
        data += f", {outliers} of them lifted far above it"
    message = f"for {data}, fit_line gave per_token = {slope:.4g}, fixed = {intercept:.4g}."
    if _on_line(intercept, slope, per_token, fixed, mean):
        fail(
            f"{message}\nThese are the right numbers in the other order. The result is (per_token, fixed): "
            "which of your two multiplies n?",
            misconception="swapped_fit",
        )
    if not math.isfinite(slope):
        fail(
            f"{message}\nNaN is what 0 / 0 gives, and then every median and mean that meets it. "
            "Which of your divisions can be 0 / 0?"
        )
    fail(message)


def _on_line(slope, intercept, per_token, fixed, mean):
    return (
        abs(slope - per_token) <= FIT_TOLERANCE * per_token and abs(intercept - fixed) <= FIT_TOLERANCE * mean
    )


def _brief(value):
    text = repr(value)
    return text if len(text) <= 60 else with_article(type(value).__name__)


def _growth_cases(rng):
    """(lengths, costs): power laws, an affine cost, one with noise; few points and many."""
    lengths = 2 ** np.arange(4, 11)
    yield lengths, 3.0 * lengths**1.0
    yield lengths, 7 * lengths**2
    yield lengths, 1e-6 * lengths**0.5
    yield lengths, 3000.0 + 8.0 * lengths
    yield lengths, 5.0 / lengths
    yield np.array([3, 5, 20, 90]), rng.uniform(1, 9, 4)
    yield np.array([700, 10, 90, 3000, 41]), rng.uniform(1e-6, 1e-3, 5)
    yield np.array([10, 1000]), np.array([4.0, 9.0])


def _growth_probe(growth_exponent, rng):
    return [float(growth_exponent(lengths, costs)) for lengths, costs in _growth_cases(rng)]


@exercise("growth_exponent", probe=_growth_probe)
def growth_exponent(growth_exponent, *, rng):
    """Least-squares slope on log-log axes."""
    with aspect("data", "gives the least-squares slope on log-log axes, for powers and for anything else"):
        for lengths, costs in _growth_cases(rng):
            _expect_exponent(growth_exponent, lengths, costs)
    with aspect("inputs", "lengths and costs stay as they were"):
        for lengths, costs in _growth_cases(rng):
            before = lengths.copy(), costs.copy()
            _expect_exponent(growth_exponent, lengths, costs)
            unchanged(before, (lengths, costs), ["lengths", "costs"])
    _note_on_lists(lambda: _expect_exponent(growth_exponent, lengths.tolist(), costs.tolist()))


def _expect_exponent(growth_exponent, lengths, costs):
    x, y = np.log(lengths), np.log(costs)
    expected = ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()
    result = call(growth_exponent, lengths, costs)
    got = _number(result, "growth_exponent(lengths, costs)", "expected one number, the slope")
    if not abs(got - expected) <= 1e-6 * max(1, abs(expected)):
        fail(
            f"for lengths {_listed(lengths)} and costs {_listed(costs)}, growth_exponent gave {got:.6g}; "
            f"the least-squares slope of log cost against log length is {expected:.6g}."
        )


def _listed(numbers):
    return "[" + ", ".join(f"{x:.4g}" for x in numbers) + "]"
