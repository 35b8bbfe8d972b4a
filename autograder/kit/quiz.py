"""Quizzes: what is right, and what each choice deserves to hear.

The questions stand in the notebooks, the answers in a lesson's quizzes.py. To swap a question, change its text in
solutions/ and its entry there. Feedback says why a choice fails and what to think about again; it never
names the right one.
"""

import re
from dataclasses import dataclass
from typing import Any

from autograder.kit.exercise import aspect, call, exercise, fail, note, with_article
from autograder.kit.verdict import CheckFailed, NotWrittenYet


@dataclass(frozen=True)
class Quiz:
    """right: the letters of all right options; feedback: {letter: what one who chose it reads}."""

    right: str
    feedback: dict


def judge(name: str, quiz: Quiz, answer: Any, *, seed: int = 0) -> None:
    """Judge a learner's answer to the Quiz: answer() returns the letters of every right option, e.g. "ad"."""

    if not callable(answer):
        raise CheckFailed(
            f"`{name}` is now {_kind(answer)}; expected the function of its cell. Run the cell with `def "
            f"{name}():` again, with the answer behind `return` in it: {_expected(quiz)}.",
            exercise=name,
            check="defined",
        )

    @exercise(name)
    def check(answer: Any, *, rng: Any) -> None:
        with aspect("quiz", ""):
            _judge(quiz, call(_ask, answer, quiz, shown=f"{name}()"))
        for letter in quiz.right:
            note(f"{letter}) {quiz.feedback[letter]}")

    check(answer, seed=seed)


def _kind(given: Any) -> str:
    return f"the text {given!r}" if isinstance(given, str) else with_article(type(given).__name__)


def _ask(answer: Any, quiz: Quiz) -> Any:
    """The learner's answer; a letter without quotes, which Python takes for a name, is told so."""
    try:
        return answer()
    except NotImplementedError:
        raise NotWrittenYet(
            f"not answered yet. Put {_expected(quiz)} in place of `raise NotImplementedError` and run its "
            "cell, "
            "then this one again.",
            diagnosable=False,
        ) from None
    except NameError as error:
        name = "".join(
            re.findall(r"name '(\w+)'", str(error))
        )  # error.name does not come through the grader's pipe
        if name and set(name.lower()) <= set(quiz.feedback):
            fail(
                f"{name} stands there without quotes, so Python looks for a variable of that name; "
                f"expected {_expected(quiz)}."
            )
        raise


def _expected(quiz: Quiz) -> str:
    letters = "".join(sorted(quiz.feedback))
    if len(quiz.right) == 1:
        return f'the letter of one option in quotes, e.g. return "{letters[0]}"'
    return f'the letters of every right option, all in one pair of quotes, e.g. return "{letters[:2]}"'


def _judge(quiz: Quiz, given: Any) -> None:
    letters = sorted(quiz.feedback)
    chosen = {c for c in given.lower() if c.isalnum()} if isinstance(given, str) else set()
    if not chosen:
        fail(f"the answer is {given!r}; expected {_expected(quiz)}.")
    unknown = sorted(chosen - set(letters))
    if unknown:
        fail(f"there is no option {unknown[0]!r}; the options are {', '.join(letters)}.")
    wrong = sorted(chosen - set(quiz.right))
    if wrong:
        fail("\n".join(f"about {c}) {quiz.feedback[c]}" for c in wrong))
    if chosen != set(quiz.right):
        fail("what you chose is right, and there is more: go through the options you left out once again.")
