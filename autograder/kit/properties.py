"""What every attention must hold to, whatever it computes: the future is unseen, and others' arrays are left
alone."""

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.kit.driving import drive
from autograder.kit.exercise import array, call, fail, suspecting, unchanged
from autograder.kit.pictures import picture
from autograder.kit.verdict import CheckFailed
from decodelab.sharing import whose_result


def is_causal(
    attention: Callable[..., Any],
    inputs: Sequence[np.ndarray],
    rng: np.random.Generator,
    *,
    scales: Sequence[float] = (1.0, 1.0, 1.0),
    may_use: Callable[[int], str] | None = None,
) -> None:
    """Rows before token j of attention(Q, K, V) keep every bit when token j changes, alone or in K or V only.

    inputs   Q, K, V, one row a token
    scales   size of the change in each, about that of the inputs
    may_use  row i -> what it may use, for the message; tokens 0..i if left out
    """
    n = len(inputs[0])
    before = array(call(attention, *(a.copy() for a in inputs)), shape=(n, inputs[2].shape[1]))
    moved = np.zeros((n, n))

    def change(j: int, altered: Sequence[int]) -> None:
        """Note which rows move, and how far, when token j changes in the inputs of these numbers."""
        changed = [a.copy() for a in inputs]
        for index in altered:
            changed[index][j] += scales[index] * rng.normal(size=changed[index].shape[1])
        after = array(call(attention, *changed), shape=before.shape)
        for row in np.flatnonzero(rows_that_differ(after, before)):
            with np.errstate(all="ignore"):
                shift = np.nan_to_num(np.abs(after[row] - before[row]).max(), nan=np.inf)
            moved[row, j] = max(moved[row, j], shift)

    for j in range(n - 1, 0, -1):
        for altered in ((0, 1, 2), (1,), (2,)):
            change(j, altered)
    leak = first_leak(moved)
    if leak is not None:
        i, j = leak
        with contextlib.suppress(CheckFailed):
            change(0, (0, 1, 2))  # for the picture: there is nothing before token 0 that could leak
        allowed = (may_use or _tokens_so_far)(i)
        fail(
            f"row {i} {how_far(moved[i, j])} when only token {j} changed.\n"
            f"A causal row {i} may use {allowed} and nothing later.",
            picture=picture("draw_leak", moved),
        )


def _tokens_so_far(i: int) -> str:
    return "token 0" if i == 0 else f"tokens 0..{i}"


def rows_that_differ(after: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Which rows are not the same, bit for bit; NaN is the same as NaN. A bool array (n,)."""
    return ~((after == before) | (np.isnan(after) & np.isnan(before))).all(axis=1)


def large_sizes() -> contextlib.AbstractContextManager[None]:
    """What fails in here was right for small sizes."""
    return suspecting(
        "right_for_few_tokens",
        "With fewer tokens it was right. Which number in your code can't grow any further: a size written "
        "into it, or an integer of 8 or 16 bits?",
    )


def first_leak(moved: np.ndarray) -> tuple[int, int] | None:
    """The first row i that moved with a later token j, and the first such token: the pair that the picture
    names, too."""
    leaks = np.argwhere(np.triu(moved, 1))
    return (int(leaks[0][0]), int(leaks[0][1])) if leaks.size else None


def how_far(shift: float) -> str:
    """What became of a row that moved by this much, in words."""
    return f"moved by {shift:.2g}" if np.isfinite(shift) else "became NaN or infinite"


def leaves_things_alone(
    function: Callable[..., Any],
    make_inputs: Callable[..., Any],
    names: Sequence[str],
    more: Sequence[Any] = (),
    pure: bool = True,
) -> None:
    """Inputs keep their numbers; a first result survives a second call and what the caller does to its
    inputs.

    make_inputs() -> list of new arrays for one call, names: one name for each; more: plain arguments behind
    them
    pure: the same inputs must give the same again, whatever the caller has written into what they gave before
    """
    inputs = make_inputs()
    kept = [a.copy() for a in inputs]
    call(function, *inputs, *more)
    unchanged(kept, inputs, names)
    owns_its_result(function, make_inputs, more, pure)


def owns_its_result(
    function: Callable[..., Any], make_inputs: Callable[..., Any], more: Sequence[Any] = (), pure: bool = True
) -> None:
    """A result stays what it is, whatever is called or written into afterwards, and what is written into it
    shows nowhere."""
    inputs, others = ([np.asarray(a).tolist() for a in make_inputs()] for _ in range(2))
    told = call(
        drive,
        whose_result,
        function,
        inputs=inputs,
        others=others,
        more=list(more),
        pure=pure,
        shown="calling your function again and again",
    )
    if told["call"]:
        results_are_shared()
    if told["input"] is not None:
        fail(
            "the result changes when the caller later writes into an input: it is a view of it, not an array "
            "of its own.",
            misconception="result_is_view",
        )
    if told["again"]:
        fail(
            "called again for the same arguments, your function gives what its caller has written into the "
            "first result.\nWhat is kept between the calls, and who else holds it?",
            misconception="shared_result",
        )


def results_are_shared() -> None:
    """Fail: one call's result was changed by another."""
    fail(
        "the result of an earlier call changed when the function was called again: "
        "both calls return the same array. Make a new one in each call.",
        misconception="shared_result",
    )
