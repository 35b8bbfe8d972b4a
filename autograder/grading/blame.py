"""Whose fault it is that a test stopped, and what the learner is told of it."""

import traceback
from pathlib import Path

import autograder
from autograder.grading.cells import Rebuilt

TEST = "<test>"
"""The file name under which a test cell runs."""

_PACKAGE, _GRADING = Path(autograder.__file__).parent, Path(__file__).parent


def told(error: BaseException, cell: Rebuilt) -> str:
    """What a learner reads when a test raises: never the source of a hidden test."""
    lines = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == TEST]
    source = cell.test.splitlines()
    at = (lines[-1].lineno or 0) if lines else 0
    line = source[at - 1].strip() if 0 < at <= len(source) else ""
    shown = (
        f"\n  {line}"
        if line and cell.released and line in cell.released.source
        else "\n  (a hidden part of this test)"
    )
    theirs = getattr(error, "learner_line", None)
    if isinstance(error, NotImplementedError) and theirs is not None:
        return "Not written yet: this raised NotImplementedError."
    if theirs is not None:
        return f"Your code raised {type(error).__name__}: {error}\n  {theirs}"
    if isinstance(error, AssertionError):
        return f"This does not hold:{shown}" + (f"\n{error}" if str(error) else "")
    return f"This test stopped with {type(error).__name__}: {error}{shown}"


def whose(error: BaseException) -> tuple[str, str]:
    """("learner", "check" or "unsettled", where): whose fault an error is that a test did not expect.

    What a learner's code raised is the learner's, and so is what a test asserts. Of the rest, an error in the
    code of our checks is a fault of theirs; in a line of a test cell, or where a value of the learner's was
    handled, it may be the value or the test.
    """
    if getattr(error, "learner_line", None) is not None:
        return "learner", ""
    frames = traceback.extract_tb(error.__traceback__)
    asserted = "learner" if isinstance(error, AssertionError) else "unsettled"
    if frames and Path(frames[-1].filename).is_relative_to(_GRADING):
        return asserted, ""
    for frame in reversed(frames):
        path = Path(frame.filename)
        if frame.filename == TEST:
            break
        if path.is_relative_to(_PACKAGE) and not path.is_relative_to(_GRADING):
            return "check", f"{path.relative_to(_PACKAGE)}, line {frame.lineno}"
    return asserted, ""
