"""What counting can't settle goes to a person: in a notebook the learner is told the line, in grading someone looks."""

from autograder.checks.counted_cost import FINDINGS, Series
from autograder.exercise import fail


def countable(data):
    """A driver's data as a Series; fail if some of the work can't be counted."""
    for escape in data["escapes"][:1]:
        fail(f"the work of this line can't be counted: {escape['reason']}.\n  line {escape['line']}: {escape['source']}\n"
             f"{FINDINGS['escaped-work']}", misconception="escaped-work", diagnosable=False, needs_human=True)
    return Series(data)


def enough_counted(counted, needed):
    """Fail if a cached token took fewer multiply-adds than attention needs: some were not counted, or not done."""
    if counted < 0.9 * needed:
        fail(f"every cached token costs {counted:,.0f} multiply-adds a step, as far as they were counted; the two products need "
             f"{needed:,}.\n{FINDINGS['missing-work']}", misconception="missing-work", diagnosable=False, needs_human=True)
