"""What a failed check says, and how it shows in a notebook."""

import textwrap
from collections.abc import Callable
from typing import Any

WIDTH = 90
"""Columns of a message: a notebook's output cell breaks longer lines in the middle of words."""


class CheckFailed(AssertionError):
    """An answer does not do what its exercise asks.

    exercise      name of the exercise, e.g. "causal_attention"
    check         what was looked at when it failed, e.g. "causality"
    misconception id of the known wrong idea that gives the same answer, or of a general mistake; or None
    suspected     id of the general mistake that it is unless a known wrong idea gives the same answer, or
                  None
    message       the whole text a learner reads
    question      asked in the end, unless a misconception is found that asks one of its own
    picture       a function without arguments that draws a matplotlib Figure, or None
    diagnosable   whether comparing the answer with known wrong ones can say more
    gave          what the answer gave on its probe's inputs if no known wrong idea gives the same: a
                  fingerprint
    needs_human   whether the check could not settle it: when a class is graded, a person looks instead
    """

    def __init__(
        self,
        message: str,
        *,
        exercise: str = "",
        check: str = "",
        misconception: str | None = None,
        suspected: str | None = None,
        question: str = "",
        picture: Callable[[], Any] | None = None,
        diagnosable: bool = True,
        needs_human: bool = False,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.exercise = exercise
        self.check = check
        self.misconception = misconception
        self.suspected = suspected
        self.question = question
        self.picture = picture
        self.diagnosable = diagnosable
        self.needs_human = needs_human
        self.gave: list[Any] = []

    def __str__(self) -> str:
        text = f"{self.exercise}: {self.message}" if self.exercise else self.message
        return "\n".join(map(_wrapped, text.splitlines()))

    def _render_traceback_(self) -> list[str]:
        """IPython shows these lines in place of a traceback: ours would teach nothing."""
        if self.picture is not None:
            from IPython.display import display

            picture, self.picture = (
                self.picture,
                None,
            )  # IPython asks for the lines twice, one picture is enough
            display(picture())
        return str(self).splitlines()


def _wrapped(line: str) -> str:
    """The line in lines of WIDTH, broken between words; code, which is indented, stays as it is."""
    return (
        line
        if line.startswith("  ")
        else textwrap.fill(line, WIDTH, break_long_words=False, break_on_hyphens=False)
    )


class Tampered(CheckFailed):
    """What was told of an answer can't come from counting it: someone wrote it."""


class NotWrittenYet(CheckFailed, NotImplementedError):
    """The exercise's stub is still there: `raise NotImplementedError` ran."""


NotWrittenYet.__name__ = (
    "NotImplementedError"  # what a notebook shows: the learner's own error, better explained
)
