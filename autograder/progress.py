"""How far a learner is: which exercises of their notebooks pass, as last saved. `make progress`, and a cell
of lesson 00.

The judge of grading runs the tests, without walls: this is the learner's own code on their own machine.
"""

import re
from pathlib import Path

from autograder.grading.judge import judge
from autograder.grading.lesson import BrokenLesson, load
from autograder.lessons import QUIZZES
from autograder.release import notebooks

ROOT = Path(__file__).resolve().parents[1]
SEED = (0,)


def main(arguments):
    """The command; takes no arguments."""
    show()
    return 0


def show(root=ROOT, folder=None):
    """Print a line a lesson: how many exercises pass, how many points that is, and what to do next.

    root  : where the lessons are kept
    folder: that of the learner's lessons; if left out, the one around the running notebook, else course/
    """
    folder = Path(folder or _around_this_notebook() or Path(root) / "course")
    print(f"Notebooks in {folder}, as last saved:")
    if not all(quiz.judged for quiz in QUIZZES.values()):
        print(
            "(Quizzes that are answered count as passed here: they are judged when your "
            "notebooks are graded.)"
        )
    sources = "solutions" if Path(root, "solutions").is_dir() else "course"
    for name in notebooks(folder):
        try:
            (lesson,) = load(root, name, sources)
        except BrokenLesson as problem:
            print(f"{name:24} can't be read: {problem}")
            continue
        if lesson.tests:
            path = folder / name / f"{lesson.notebook}.ipynb"
            print(f"{name:24} {_line(lesson, path) if path.exists() else f'{path.name} is not there'}")


def _around_this_notebook():
    """The folder with the lessons of a notebook, which runs in the folder of its own; None outside of one."""
    return Path.cwd().parent if Path.cwd().name in notebooks(Path.cwd().parent) else None


def _line(lesson, path):
    verdicts = judge(lesson, path.read_bytes(), SEED, walled=False).tests
    passed = {cell.grade_id for cell in lesson.tests if verdicts[cell.grade_id].state == "pass"}
    counted = [cell for cell in lesson.tests if cell.points]
    optional = [cell for cell in lesson.tests if not cell.points]
    on_core = core(lesson)
    bar = "".join("#" if cell.grade_id in passed else "." for cell in counted)
    points = sum(cell.points for cell in counted if cell.grade_id in passed)
    parts = [
        f"{_of(counted, passed)} exercises, {points:g} of {sum(cell.points for cell in counted):g} "
        "automatic points",
        f"core path {_of([cell for cell in counted if cell.grade_id in on_core], passed)}",
    ]
    if optional:
        parts.append(f"optional {_of(optional, passed)}")
    left = [cell for cell in counted if cell.grade_id not in passed]
    first = next((cell for cell in left if cell.grade_id in on_core), left[0] if left else None)
    parts.append(f"next: {first.grade_id.removeprefix('test_')}" if first else "complete")
    return f"[{bar}] {' · '.join(parts)}"


def _of(cells, passed):
    return f"{sum(cell.grade_id in passed for cell in cells)} of {len(cells)}"


def core(lesson):
    """The grade ids of the tests on a lesson's core path: those in no section that says it is beyond it."""
    ids, beyond = set(), False
    for cell in lesson.cells:
        if cell.role == "text":
            beyond = "Beyond the core path" in cell.source or (
                beyond and not re.search(r"^## ", cell.source, re.M)
            )
        elif cell.role == "test" and not beyond:
            ids.add(cell.grade_id)
    return ids
