"""Failures that no misconception explains, grouped by what the answers give; and the stub of one for each
group.

Answers that give the same on the same inputs (kit/fingerprint.py), failing at the same aspect, are one group.
"""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.grading.result import Verdict
from autograder.kit.fingerprint import same
from autograder.lessons import LESSONS, module_name

TAKEN = "name_it"


@dataclass
class Group:
    """exercise, check and what was told one of them; holders: [(student, test)]."""

    exercise: str
    check: str
    message: str
    gave: list
    holders: list[tuple[str, str]]


def groups(failures: Iterable[tuple[str, str, Verdict]]) -> list[Group]:
    """Of (student, test, verdict) the groups of those whose wrong idea has no name, the largest first."""
    found: list[Group] = []
    for student, test, verdict in failures:
        if verdict.state != "fail" or verdict.misconception or not verdict.gave:
            continue
        for group in found:
            if (group.exercise, group.check) == (verdict.exercise, verdict.check) and same(
                group.gave, verdict.gave
            ):
                group.holders.append((student, test))
                break
        else:
            found.append(
                Group(verdict.exercise, verdict.check, verdict.message, verdict.gave, [(student, test)])
            )
    return sorted(found, key=lambda g: (-len(g.holders), g.exercise))


def page_of(exercise: str) -> str:
    """The file of an exercise's module, "" of a name that is none."""
    for package in LESSONS.values():
        if exercise in package.EXERCISES:
            return f"{package.__name__.replace('.', '/')}/{module_name(exercise)}.py"
    return ""


def stub(exercise: str, source: str) -> str:
    """What an instructor pastes into the exercise's page, and then puts into words: the answer under another
    name, and its entry."""
    return f"""{_renamed(source, exercise)}


MISCONCEPTIONS += [
    Misconception(
        "{TAKEN}",
        (_{TAKEN},),
        "Your … are …",
        "Which …?",
    ),
]
"""


def _renamed(source: str, exercise: str) -> str:
    """The definition of the exercise in a learner's cell, with what it needs of the cell, called as in the
    entry."""
    source = source.strip()
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "\n".join(f"# {line}" for line in source.splitlines())
    if not any(isinstance(n, (ast.FunctionDef, ast.ClassDef)) and n.name == exercise for n in ast.walk(tree)):
        return f"{source}\n\n\n_{TAKEN} = {exercise}"
    return re.sub(rf"\b{re.escape(exercise)}\b", f"_{TAKEN}", source)
