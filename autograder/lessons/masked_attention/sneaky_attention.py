"""sneaky_attention (optional): an attention with a leak that the learner's own find_leaks misses."""

import numpy as np

from autograder.cost.witness import Witness
from autograder.kit.driving import drive
from autograder.kit.exercise import array, aspect, call, exercise, fail, quiet
from autograder.kit.misconception import Misconception
from autograder.kit.verdict import CheckFailed, NotWrittenYet
from autograder.lessons.masked_attention.find_leaks import find_leaks as check_find_leaks
from autograder.lessons.masked_attention.find_leaks import leaks
from decodelab import reference
from decodelab.listing import outputs_of

N, D = 3, 2
CHANGES = (1.0, -1.0, 1e3, -1e3, 1e6, -1e6)


def _probe(sneaky_attention, find_leaks, rng):
    for scale in (1.0, 100.0):
        yield np.array(sneaky_attention(*scale * rng.normal(size=(3, N, D))))


@exercise("sneaky_attention", probe=_probe, companions=1)
def sneaky_attention(sneaky_attention, find_leaks, *, rng):
    """(n, d), each row settled by Q, K and V; leaks, and find_leaks, which passes its own check, misses a
    leak of it."""
    with aspect("shape", "one finite output of d numbers for each token"):
        for scale in (1.0, 100.0):
            out = _output(sneaky_attention, scale * rng.normal(size=(3, N, D)))
            if not np.isfinite(out).all():
                fail(
                    "the output of sneaky_attention is not finite for ordinary inputs: "
                    "anybody would notice that."
                )
    with aspect("settled", "the same inputs give the same output, whatever was asked in between"):
        tokens, others = rng.normal(size=(2, 3, N, D))
        first = _output(sneaky_attention, tokens)
        _output(sneaky_attention, others)
        if not np.array_equal(first, _output(sneaky_attention, tokens)):
            fail(
                "the same Q, K and V gave another output the second time. That is no leak: a row has to be "
                "settled by the tokens, so no chance and no memory of earlier calls."
            )
    with aspect("stands", "your find_leaks passes its own check"):
        witness = Witness(find_leaks)
        if not witness or witness.is_new(find_leaks):
            _stands(find_leaks)
    with aspect("leaks", "it does leak: an earlier row moves when a later token changes"):
        there = _leaks_of(sneaky_attention, rng)
        if not there:
            fail(
                f"no leak was found, with {len(CHANGES)} changes of every later token in Q, K and V, from "
                "-1e6 to 1e6, at random tokens, equal ones and zeros. A leak that nobody ever meets is "
                "none: let it show where tokens are of ordinary size.\n"
                "Which ordinary tokens does your find_leaks never try?"
            )
    with aspect("missed", "and your find_leaks misses a leak of it: you have beaten your own test"):
        found = call(find_leaks, sneaky_attention, N, D, shown=f"find_leaks(sneaky_attention, {N}, {D})")
        if there <= set(found):
            fail(
                f"your find_leaks sees through it: it finds {sorted(found)}, all that there is.\n"
                "Your find_leaks changes tokens in certain ways, starting from certain numbers. Where "
                "would a leak have to hide, to be met by neither?"
            )


def _output(attention, tokens):
    result = call(attention, *tokens.copy(), shown="sneaky_attention(Q, K, V)")
    return array(result, shape=(N, D), what="sneaky_attention(Q, K, V)", meaning="a row for each token")


def _stands(find_leaks):
    try:
        with quiet():
            check_find_leaks(find_leaks)
    except NotWrittenYet:
        raise NotWrittenYet(
            "find_leaks, which this one is played against, is not written yet: do that exercise first.",
            diagnosable=False,
        ) from None
    except CheckFailed as cause:
        fail(
            f"find_leaks, which this one is played against, does not hold up by itself:\n{cause.message}\n"
            "Beating a broken test is no feat: put it right first.",
            diagnosable=False,
        )


def _leaks_of(attention, rng):
    """The pairs (i, j) for which row i moved when token j changed, in one of many ways."""
    starts = [scale * rng.normal(size=(3, N, D)) for scale in (1.0,) * 10 + (0.01, 100.0)]
    ways = [(j, which, change) for j in range(1, N) for which in range(3) for change in CHANGES]
    inputs = []
    for start in (*starts, np.zeros((3, N, D)), np.ones((3, N, D))):
        inputs.append(start)
        for j, which, change in ways:
            inputs.append(start.copy())
            inputs[-1][which, j] += change
    shown = "sneaky_attention(Q, K, V)"
    told = call(drive, outputs_of, attention, inputs=np.array(inputs), shown=shown)["outputs"]
    outputs = [
        array(np.asarray(out), shape=(N, D), what=shown, meaning="a row for each token") for out in told
    ]
    found = set()
    for first in range(0, len(inputs), 1 + len(ways)):
        before, *after = outputs[first : first + 1 + len(ways)]
        for (j, _, _), moved in zip(ways, after, strict=True):
            found |= {(i, j) for i in range(j) if not np.array_equal(before[i], moved[i])}
    return found


def _up_and_down(attention, n, d):
    """A test that passes the check of find_leaks, to be played against."""
    ways = [(array, change) for array in range(3) for change in (1.0, 1e6, -1e6)]
    return set().union(
        *(
            leaks(attention, n, d, arrays=(array,), change=lambda row, change=change: row + change)
            for array, change in ways
        )
    )


MISCONCEPTIONS = [
    Misconception(
        "leaks_nothing",
        (reference.causal_attention, _up_and_down),
        "At the tokens that were tried, your numbers are those of causal attention.",
        "Which tokens does your find_leaks start from? Where these differ from others, a leak could open.",
    ),
]
