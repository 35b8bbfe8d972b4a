"""Answers that are judged together with another one of the learner's."""

import contextlib
from collections.abc import Iterator
from typing import Any

from autograder.kit.exercise import Check, fail, quiet
from autograder.kit.verdict import CheckFailed, NotWrittenYet


@contextlib.contextmanager
def standing_on(check: Check, *objects: Any) -> Iterator[None]:
    """What fails inside is put down to `objects` if these fail their own `check`."""
    try:
        yield
    except CheckFailed:
        try:
            with quiet():
                check(*objects)
        except NotWrittenYet:
            raise NotWrittenYet(
                f"{check.exercise}, which this one is judged together with, is not written yet: "
                "do that exercise first.",
                diagnosable=False,
            ) from None
        except CheckFailed as cause:
            fail(
                f"{check.exercise}, which this one is judged together with, does not hold up by itself:\n"
                f"{cause.message}\nPut that right first (check.{check.exercise} looks at it "
                "alone), then come back.",
                misconception=cause.misconception,
                picture=cause.picture,
                diagnosable=False,
            )
        raise
