"""How far a learner is: which exercises of their notebooks pass, as last saved. `make progress`, and a cell of lesson 00.

The judge of grading runs the tests, without walls: this is the learner's own code on their own machine.
"""

from pathlib import Path

from autograder.grading.judge import judge
from autograder.grading.lesson import BrokenLesson, load
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
    for name in notebooks(folder):
        try:
            (lesson,) = load(root, name)
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
    verdicts = judge(lesson, path.read_bytes(), SEED, walled=False)["tests"]
    passed = [cell for cell in lesson.tests if verdicts[cell.grade_id]["state"] == "pass"]
    points, most = sum(cell.points for cell in passed), sum(cell.points for cell in lesson.tests)
    bar = "".join("#" if cell in passed else "." for cell in lesson.tests)
    left = [cell.grade_id.removeprefix("test_") for cell in lesson.tests if cell not in passed]
    after = f"next: {left[0]}" if left else "complete"
    return f"[{bar}] {len(passed)} of {len(lesson.tests)} exercises, {points:g} of {most:g} automatic points · {after}"
