"""What there is to know about one wrong idea."""

from dataclasses import dataclass
from itertools import permutations


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


def other_orders(exercise, formula, names, same=(), only=None):
    """The right formula with its arguments in every other order, or in those of `only`, as misconceptions.

    names: of the arguments, in one string, as are the orders of `only`, and of `same`: those that change nothing or
    have a name of their own
    """
    names = names.split()
    for order in [order.split() for order in only] if only else permutations(names):
        if list(order) != names and " ".join(order) not in same:
            places = [order.index(name) for name in names]
            yield Misconception(
                "arguments_out_of_order",
                exercise,
                (lambda *given, places=places: formula(*(given[i] for i in places)),),
                f"Your result is right for arguments in the order {', '.join(order)}.",
                "Which of them have changed places, in your `def` line or in the formula?",
            )
