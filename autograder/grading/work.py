"""One submission's work, the same in a process of this machine and on a worker of a cluster."""

import base64
import os
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from autograder.grading import judge, lesson
from autograder.grading.intake import Unreadable
from autograder.grading.result import Again, Result
from autograder.grading.sandbox import Limits

Task = dict[str, Any]
"""What there is to do for one submission, as JSON data."""


def task(
    key: str,
    lesson_text: str,
    submission: bytes | Unreadable,
    seed: Sequence[int],
    limits: Limits,
    walled: bool,
    hidden: Sequence[str | os.PathLike[str]],
    carry: bool = False,
) -> Task:
    """Everything `grade` needs, as JSON data. submission: bytes, or the Unreadable that came of reading them.

    Whoever sees to it that nothing else is judged at the same time sets "alone".
    """
    if isinstance(submission, Unreadable):
        given = {"state": submission.state, "message": submission.message, "person": submission.person}
    else:
        given = {"data": base64.b64encode(submission).decode()}
    return {
        "key": key,
        "lesson": lesson_text,
        "given": given,
        "seed": list(seed),
        "limits": asdict(limits),
        "walled": walled,
        "hidden": [str(path) for path in hidden],
        "alone": False,
        "carry": carry,
    }


def grade(task: Task) -> Result | Again:
    """The Result of a task, or Again; raises remote.Infrastructure and sandbox.Refused."""
    given = task["given"]
    submission = base64.b64decode(given["data"]) if "data" in given else Unreadable(**given)
    try:
        return judge.judge(
            lesson.from_json(task["lesson"]),
            submission,
            task["seed"],
            Limits(**task["limits"]),
            task["walled"],
            task["hidden"],
            task["alone"],
            task["key"],
            task["carry"],
        )
    except judge.Disturbed as disturbed:
        return Again(str(disturbed))
