"""How the class does from lesson to lesson: each report leaves a few numbers beside it, and reads those of
the others."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.grading.autograded import replace

FILE = "summary.json"
MOST = 40
"""Misconceptions of a lesson that are remembered."""


def summary(name: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The numbers of one lesson, of what report.row says of its submissions.

    share         automatic points on average, as a share of those there are
    passed        tests passed, as a share of all tests of all learners
    misconceptions  {id: learners who have it}
    """
    graded = [r for r in rows if r["state"] == "graded" and r["automatic"]]
    verdicts = [v for r in graded for v in r["tests"].values() if v]
    held = Counter(id for r in graded for id in {v.misconception for v in r["tests"].values() if v} - {""})
    return {
        "lesson": name,
        "learners": len(rows),
        "graded": len(graded),
        "share": sum(r["points"] / r["automatic"] for r in graded) / len(graded) if graded else None,
        "passed": sum(v.state == "pass" for v in verdicts) / len(verdicts) if verdicts else None,
        "misconceptions": dict(held.most_common(MOST)),
    }


def keep(reports: Path, numbers: Mapping[str, Any]) -> None:
    replace(reports / numbers["lesson"] / FILE, json.dumps(numbers, indent=1) + "\n")


def all_lessons(reports: Path) -> list[dict[str, Any]]:
    """The numbers of every lesson that has a report, in course order; a file that says none is passed
    over."""
    found = []
    for path in sorted(reports.glob(f"*/{FILE}")):
        try:
            numbers = json.loads(path.read_text(encoding="utf8"))
            if numbers["lesson"] == path.parent.name and numbers["graded"]:
                found.append(numbers)
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return found


def coming_back(lessons: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """{misconception: {lesson: learners}} of those that were met in more than one lesson, the most frequent
    first."""
    met: dict[str, dict[str, int]] = {}
    for numbers in lessons:
        for id, count in numbers["misconceptions"].items():
            met.setdefault(id, {})[numbers["lesson"]] = count
    back = [id for id, where in met.items() if len(where) > 1]
    return {id: met[id] for id in sorted(back, key=lambda id: -sum(met[id].values()))}
