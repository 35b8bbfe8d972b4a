"""What counting can't settle goes to a person: in a notebook the learner is told the line, in grading someone
looks."""

from autograder.cost.findings import FINDINGS
from autograder.cost.growing import escaped
from autograder.cost.series import Series
from autograder.kit.exercise import fail


def countable(data):
    """A driver's data as a Series; fail if some of the work can't be counted."""
    series = Series(data)
    if finding := escaped(series):
        fail(str(finding), misconception=finding.id, diagnosable=False, needs_human=True)
    return series


def enough_counted(counted, needed):
    """Fail if a cached token took fewer multiplications than attention needs: some were not counted, or not
    done.

    Lone ones count, too: a product whose sum is taken by `accumulate` or `reduce` starts with one.
    """
    if counted < 0.9 * needed:
        fail(
            f"every cached token costs {counted:,.0f} multiplications a step, as far as they were counted; "
            f"the two products need {needed:,}.\n{FINDINGS['missing-work']}",
            misconception="missing-work",
            diagnosable=False,
            needs_human=True,
        )
