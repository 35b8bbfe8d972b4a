"""What there is to know about one wrong idea."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Misconception:
    """A known wrong idea.

    id        name in reports, e.g. "softmax_over_queries"
    exercise  the exercise it answers wrongly
    answer    its objects in the order the check takes them: a tuple of callables
    sentence  what the answer does, said to the learner
    question  leads to the cause without giving the answer
    """

    id: str
    exercise: str
    answer: tuple
    sentence: str
    question: str
