"""What there is to know about one wrong idea, and ways to say many at once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import permutations
from typing import Any


@dataclass(frozen=True)
class Misconception:
    """A known wrong idea about an exercise; it stands in the exercise's own module, in the list
    MISCONCEPTIONS.

    id        name in reports, e.g. "softmax_over_queries"
    answer    its objects in the order the check takes them: a tuple of callables
    sentence  what the answer does, said to the learner
    question  leads to the cause without giving the answer
    """

    id: str
    answer: tuple
    sentence: str
    question: str


def known(
    whole: Callable[..., Any], *entries: tuple[str, Any, str, str], companions: Sequence[Any] = ()
) -> list[Misconception]:
    """Misconceptions, a list, that are one right answer with some of its parts exchanged.

    whole      : the answer, whose parts are keywords
    entries    : (id, parts, sentence, question); parts replace keywords of `whole`: a dict, or a list of
                 dicts where one idea can be written in several ways that differ in their numbers only
    companions : the right objects that follow the answer, e.g. a cache beside a step

    Two of them that exchange different parts are recognised together, too.
    """
    return [
        Misconception(id, (partial(whole, **changed), *companions), sentence, question)
        for id, parts, sentence, question in entries
        for changed in (parts if isinstance(parts, list) else [parts])
    ]


def known_alone(
    whole: Callable[..., Any], *entries: tuple[str, Any, str, str], companions: Sequence[Any] = ()
) -> list[Misconception]:
    """The same, for ideas that are not looked for together with a second one."""
    return [
        Misconception(m.id, (_sealed(m.answer[0]), *companions), m.sentence, m.question)
        for m in known(whole, *entries)
    ]


def _sealed(answer: Callable[..., Any]) -> Callable[..., Any]:
    """The answer as a function whose parts can't be seen."""
    return lambda *given, **named: answer(*given, **named)


def other_orders(
    formula: Callable[..., Any], names: str, same: Sequence[str] = (), only: Sequence[str] | None = None
) -> Iterator[Misconception]:
    """The right formula with its arguments in every other order, or in those of `only`, as misconceptions.

    names: of the arguments, in one string, as are the orders of `only`, and of `same`: those that change
    nothing or have a name of their own
    """
    right = names.split()
    for order in [order.split() for order in only] if only else permutations(right):
        if list(order) != right and " ".join(order) not in same:
            places = [order.index(name) for name in right]
            yield Misconception(
                "arguments_out_of_order",
                (lambda *given, places=places: formula(*(given[i] for i in places)),),
                f"Your result is right for arguments in the order {', '.join(order)}.",
                "Which of them have changed places, in your `def` line or in the formula?",
            )
