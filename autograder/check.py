"""Every check, by the name of its exercise: `check.softmax(softmax)`, and `check.quiz("q4_keys", q4_keys)`.

In a notebook a check prints what holds and raises CheckFailed on the first thing that doesn't. Which there
are is derived from `autograder.lessons`.
"""

from autograder.lessons import CHECKS, quiz

globals().update(CHECKS)
__all__ = ["quiz", *CHECKS]
