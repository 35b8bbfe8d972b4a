"""Errors carried forward: an answer that fails only because another exercise's answer is wrong has its
points.

`c.Judge.errors_carried_forward = True` in nbgrader_config.py asks for it. An exercise says which others it
uses; of those that failed, a right one takes the place of the learner's, and the test is tried once more.
What takes their place never enters the learner's room: it runs in the judge's process, and their code reaches
it over the pipe, like any function that a check hands over. So it can be called and not read.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from autograder.grading.result import Verdict
from autograder.lessons import CHECKS

CARRIED: Final = "carried"
"""How such a test ends."""


def in_place_of_wrong_ones(verdict: Verdict, others: Iterable[Verdict]) -> dict[str, Callable[..., Any]]:
    """{name: a right function} for the exercises that a failed one uses and that failed themselves; {} if
    there is none."""
    check = CHECKS.get(verdict.exercise)
    if verdict.state != "fail" or check is None:
        return {}
    failed = {other.exercise for other in others if other.state == "fail"}
    return {name: CHECKS[name].right for name in check.uses if name in failed and CHECKS[name].right}


def settled(verdict: Verdict, again: Verdict, right: Mapping[str, Any]) -> Verdict:
    """The verdict of a test that was tried once more: its points, marked as carried forward, if it passed."""
    if again.state != "pass":
        return verdict
    names = " and ".join(f"`{name}`" for name in right)
    said = f"Carried forward: with a right {names} in place of yours it passes, so its points count."
    return replace(
        verdict, state=CARRIED, points=again.points, message=f"{said}\nWith yours: {verdict.message}"
    )


def comments(verdicts: Mapping[str, Verdict]) -> dict[str, str]:
    """{test: the gradebook's comment} of those that were carried forward."""
    return {
        test: verdict.message.partition("\n")[0]
        for test, verdict in verdicts.items()
        if verdict.state == CARRIED
    }
