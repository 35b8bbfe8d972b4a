"""Quizzes: what is right, and what each choice deserves to hear. (A handout has them sealed: kit/sealed.py.)

The questions stand in the notebooks, the answers in a lesson's quizzes.py. To swap a question, change its
text in solutions/ and its entry there. Feedback says why a choice fails and what to think about again; it
never names the right one.
"""

import contextlib
import io
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Protocol

from autograder.kit.exercise import aspect, call, exercise, fail, note, with_article
from autograder.kit.verdict import CheckFailed, NotWrittenYet


class Question(Protocol):
    """What judging needs of a quiz, however its answers are kept."""

    @property
    def judged(self) -> bool:
        """Whether it is judged here and now."""

    @property
    def letters(self) -> str:
        """Of all options, in order."""

    @property
    def several(self) -> bool:
        """Whether more than one option is right, which a learner is told."""

    def is_right(self, letter: str) -> bool: ...

    def is_all(self, chosen: Collection[str]) -> bool:
        """Whether right letters are all that are right."""

    def said(self, letter: str) -> str:
        """What one who chose an option reads."""


@dataclass(frozen=True)
class Quiz:
    """right: the letters of all right options; feedback: {letter: what one who chose it reads}."""

    right: str
    feedback: dict

    @property
    def judged(self) -> bool:
        return True

    @property
    def letters(self) -> str:
        return "".join(sorted(self.feedback))

    @property
    def several(self) -> bool:
        return len(self.right) > 1

    def is_right(self, letter: str) -> bool:
        return letter in self.right

    def is_all(self, chosen: Collection[str]) -> bool:
        return set(chosen) == set(self.right)

    def said(self, letter: str) -> str:
        return self.feedback[letter]


def judge(name: str, quiz: Question, answer: Any, *, seed: int = 0) -> None:
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
            chosen = _chosen(quiz, call(_ask, answer, quiz, shown=f"{name}()"))
            _judge(quiz, chosen)
        for letter in chosen:
            note(f"{letter}) {quiz.said(letter)}")

    if quiz.judged:
        check(answer, seed=seed)
        return
    with contextlib.redirect_stdout(io.StringIO()):
        check(answer, seed=seed)
    print(
        f"{name}: your answer is recorded. It is judged when your notebook is graded; until "
        "then you can change it."
    )


def _kind(given: Any) -> str:
    return f"the text {given!r}" if isinstance(given, str) else with_article(type(given).__name__)


def _ask(answer: Any, quiz: Question) -> Any:
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
        if name and set(name.lower()) <= set(quiz.letters):
            fail(
                f"{name} stands there without quotes, so Python looks for a variable of that name; "
                f"expected {_expected(quiz)}."
            )
        raise


def _expected(quiz: Question) -> str:
    if not quiz.several:
        return f'the letter of one option in quotes, e.g. return "{quiz.letters[0]}"'
    return f'the letters of every right option, all in one pair of quotes, e.g. return "{quiz.letters[:2]}"'


def _chosen(quiz: Question, given: Any) -> list[str]:
    """The letters of an answer, in order."""
    chosen = sorted({c for c in given.lower() if c.isalnum()}) if isinstance(given, str) else []
    if not chosen:
        fail(f"the answer is {given!r}; expected {_expected(quiz)}.")
    unknown = [c for c in chosen if c not in quiz.letters]
    if unknown:
        fail(f"there is no option {unknown[0]!r}; the options are {', '.join(quiz.letters)}.")
    return chosen


def _judge(quiz: Question, chosen: list[str]) -> None:
    wrong = [c for c in chosen if not quiz.is_right(c)]
    if wrong:
        fail("\n".join(f"about {c}) {quiz.said(c)}" for c in wrong))
    if not quiz.is_all(chosen):
        fail("what you chose is right, and there is more: go through the options you left out once again.")
