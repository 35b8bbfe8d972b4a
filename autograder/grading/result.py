"""What judging a submission gave: its verdicts, and the notebook to be shown. The one place that turns it
into JSON and back."""

import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

State = Literal["pass", "fail", "timeout", "crash", "tampered", "needs a human", "ungraded", "carried"]
"""How a test ends."""


@dataclass(frozen=True)
class Verdict:
    """What one test says; "carried" where it passes with right answers in place of earlier wrong ones
    (carried.py), "ungraded" where the test itself is at fault. points are None where a person decides and
    where nothing was graded.

    exercise, check and misconception are those of `CheckFailed`, where it was one. unsettled: the test
    stopped in a way that may be its own fault; whether it is, the lesson's solution will tell (proof.py).
    gave: the fingerprint
    (kit/fingerprint.py) of what an answer gives whose wrong idea has no name.
    """

    state: State
    points: float | None
    message: str
    exercise: str = ""
    check: str = ""
    misconception: str = ""
    unsettled: bool = False
    gave: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Output:
    """What came of running a cell: what it printed, and the error that it stopped with, if it did."""

    printed: str = ""
    error: str | None = None


@dataclass(frozen=True)
class Shown:
    """A cell of the notebook that a learner gets back.

    id, metadata  those of the release's cell, empty if the learner added this one
    theirs        whether a learner wrote it
    note          what to know of it, shown above its source
    output        what came of running it, None if it did not run
    test          the grade_id of the test that it is, "" if it is none: its verdict shows as its output
    """

    cell_type: str
    source: str
    id: str = ""
    metadata: dict[str, Any] | None = None
    theirs: bool = False
    note: str = ""
    output: Output | None = None
    test: str = ""


@dataclass(frozen=True)
class Result:
    """What came of one submission.

    key      of everything that it depends on (batch.py)
    state    "graded", or why the notebook could not be read; `message` says more
    tests    {grade_id: its Verdict}
    answers  {grade_id of an answer graded by hand: whether there is one}
    cells    the notebook to be shown; empty where it stays on the disk
    """

    key: str
    state: str
    message: str
    tests: dict[str, Verdict]
    answers: dict[str, bool]
    cells: tuple[Shown, ...] = ()

    @property
    def graded(self) -> bool:
        return self.state == "graded"

    def without_cells(self) -> "Result":
        return replace(self, cells=())


@dataclass(frozen=True)
class Again:
    """In place of a result: something kept the submission from its work, so it is to be judged again,
    alone."""

    why: str


def to_json(result: Result) -> str:
    """A result as text, to be kept."""
    return json.dumps(asdict(result))


def from_json(text: str) -> Result:
    """The result that a text says; raises ValueError if it says none, or one of another edition of the
    grader."""
    try:
        fields = json.loads(text)
        tests = {name: Verdict(**verdict) for name, verdict in fields["tests"].items()}
        return Result(**fields | {"tests": tests, "cells": tuple(map(_shown, fields["cells"]))})
    except (AttributeError, KeyError, TypeError) as problem:
        raise ValueError(f"no result of this grader's: {problem}") from None


def _shown(fields: dict[str, Any]) -> Shown:
    output = fields["output"]
    return Shown(**fields | {"output": output and Output(**output)})
