"""Whether what a step takes grows with its text, and evenly: looks from outside at texts of lengths nobody
foretold.

Work that a meter was not shown still takes processor time, and how time grows tells what a single time can't:
code that is slow, but in proportion, may be as slow as it likes. The looks belong to a witness, so they are
taken when a class is graded and not in a notebook. How long the texts are is settled by the time they take,
never by what was counted: that is written beside the learner's code. What stands out must do so every time it
is looked at; then a person decides.
"""

from statistics import median

from autograder.kit.exercise import fail

MIDDLES, SPREAD, STEPS = (4_000, 16_000), 0.15, 4
"""Two lengths, how far off they may be drawn, and steps at each."""

EXPONENT, SPARE = 1.5, 4e-3
"""The time of a step may grow like the length to this power, and by so many seconds. Right answers reach
1.35; work for every pair of tokens under 40 times as much of Python's for cover, 1.72."""

START, RUN = (2_400, 3_600), 1_600
"""Where a run of steps begins, and how many there are: a step in 700 is met twice."""

BURST, USUAL = 20e-3, 3
"""Seconds that one step of a run may take beyond so many times what is usual there. Right answers take 7 ms
at most."""

RUN_SECONDS = 4.0
"""Processor time after which a run ends: with slow code all steps take long, and one more shows little."""

REACH = 8.0
"""Processor seconds that the next, longer text may take, going by the one before it."""

TIMES = 3
"""How often something that stands out is looked at before a person is asked."""


def expect_growth_in_proportion(witness, lay_out, rng):
    """Fail, for a person to look, if steps on a long text take more than in proportion to their length.

    lay_out(n, steps) -> step: a fresh text of n tokens with room for more, and a function that takes the next
    step
    """
    for _ in range(TIMES):
        lengths = [round(middle * rng.uniform(1 - SPREAD, 1 + SPREAD)) for middle in MIDDLES]
        short, long = (_seconds(witness, lay_out(n, STEPS)) for n in lengths)
        most = short * (lengths[1] / lengths[0]) ** EXPONENT + SPARE
        if long <= most:
            return
    fail(
        f"{STEPS} steps took {short:.3f} s of processor time with {lengths[0]:,} tokens cached and "
        f"{long:.3f} s with {lengths[1]:,}: {long / short:.1f} times as much for "
        f"{lengths[1] / lengths[0]:.1f} times the tokens. The counts at shorter lengths say nothing of "
        "that.\nWhat does your code do for every pair of tokens?",
        diagnosable=False,
        needs_human=True,
    )


def longer_and_longer(witness, take, middles, power, rng):
    """Take texts near these lengths, two and then as many as time allows: [(n, what take gave)].

    take(n)  reads a text of n tokens; the processor seconds of the part whose growth is looked at
    power    with which all of that may grow
    """
    taken, seconds = [], 0.0
    for middle in middles:
        n = round(middle * rng.uniform(1 - SPREAD, 1 + SPREAD))
        if len(taken) >= 2 and seconds * (n / taken[-1][0]) ** power > REACH:
            break
        before = witness.seconds()
        taken.append((n, take(n)))
        seconds = witness.seconds() - before
    return taken


def expect_in_proportion(taken, take, what, power=0):
    """Fail, for a person to look, if the last of `longer_and_longer` took more than in proportion to the one
    before.

    what   whose seconds these are, e.g. "12 steps"
    power  with which they grow beside the length of the text itself
    """
    for again in range(TIMES):
        (short, before), (long, after) = taken[-2:]
        if after <= before * (long / short) ** (EXPONENT + power) + SPARE:
            return
        if again < TIMES - 1:
            taken = [(n, take(n)) for n in (short, long)]
    fail(
        f"{what} took {before:.3f} s of processor time with {short:,} tokens and {after:.3f} s with "
        f"{long:,}: {after / before:.1f} times as much for {long / short:.1f} times the tokens. The counts "
        "at shorter lengths say nothing of that.\nWhat does your code do for every pair of tokens?",
        diagnosable=False,
        needs_human=True,
    )


def expect_no_bursts(witness, lay_out, rng):
    """Fail, for a person to look, if single steps of a long run take many times what their neighbours
    take."""
    for _ in range(TIMES):
        first = int(rng.integers(*START))
        step, times = lay_out(first, RUN), []
        for _ in range(RUN):
            before = witness.clock()
            step()
            times.append(witness.clock() - before)
            if sum(times) > RUN_SECONDS:
                break
        usual, longest = median(times), max(times)
        if longest <= USUAL * usual + BURST:
            return
    fail(
        f"of {len(times):,} steps in a row, with {first:,} tokens cached at first, one took "
        f"{longest * 1e3:.0f} ms of processor time and most took {usual * 1e3:.1f} ms (step "
        f"{times.index(longest) + 1:,}).\nWhat does your code do once in a while that it "
        "doesn't do at every step?",
        diagnosable=False,
        needs_human=True,
    )


def _seconds(witness, step):
    before = witness.seconds()
    for _ in range(STEPS):
        step()
    return witness.seconds() - before
