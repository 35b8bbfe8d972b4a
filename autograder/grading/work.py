"""One submission's work, the same in a process of this machine and on a worker of a cluster."""

import base64
from dataclasses import asdict

from autograder.grading import judge, lesson
from autograder.grading.intake import Unreadable
from autograder.grading.result import Again
from autograder.grading.sandbox import Limits


def task(key, lesson_text, submission, seed, limits, walled, hidden):
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
    }


def grade(task):
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
        )
    except judge.Disturbed as disturbed:
        return Again(str(disturbed))
