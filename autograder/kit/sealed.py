"""Quizzes as a handout has them: sealed, so that they check themselves, or recorded, so that only grading
judges them.

A seal hides the answers from whoever reads the file, not from whoever runs it: five letters are tried in a
loop.
"""

import base64
import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from autograder.kit.quiz import Quiz


@dataclass(frozen=True)
class Sealed:
    """right: hashes of the right letters; feedback: {hash of a letter: what its feedback becomes without that
    letter}."""

    letters: str
    several: bool
    salt: str
    right: tuple
    feedback: dict

    @property
    def judged(self) -> bool:
        return True

    def is_right(self, letter: str) -> bool:
        return _digest(self.salt, "right", letter) in self.right

    def said(self, letter: str) -> str:
        hidden = base64.b64decode(self.feedback[_digest(self.salt, "said", letter)])
        return _masked(hidden, self.salt, letter).decode()

    def is_all(self, chosen: Collection[str]) -> bool:
        return len(chosen) == len(self.right) and all(map(self.is_right, chosen))


@dataclass(frozen=True)
class Recorded:
    """A quiz that is answered now and judged when the notebook is graded."""

    letters: str
    several: bool

    @property
    def judged(self) -> bool:
        return False

    def is_right(self, letter: str) -> bool:
        return True

    def is_all(self, chosen: Collection[str]) -> bool:
        return True

    def said(self, letter: str) -> str:
        return ""


def seal(name: str, quiz: Quiz) -> Sealed:
    """The Sealed of a Quiz; the same quiz is sealed the same way each time."""
    salt = hashlib.sha256(f"{name} {quiz!r}".encode()).hexdigest()[:16]
    feedback = {
        _digest(salt, "said", letter): base64.b64encode(_masked(text.encode(), salt, letter)).decode()
        for letter, text in quiz.feedback.items()
    }
    right = tuple(sorted(_digest(salt, "right", letter) for letter in quiz.right))
    return Sealed(quiz.letters, quiz.several, salt, right, dict(sorted(feedback.items())))


def record(quiz: Quiz) -> Recorded:
    """The Recorded of a Quiz."""
    return Recorded(quiz.letters, quiz.several)


def _digest(salt: str, what: str, letter: str) -> str:
    return hashlib.sha256(f"{salt} {what} {letter}".encode()).hexdigest()[:16]


def _masked(data: bytes, salt: str, letter: str) -> bytes:
    """Bytes under a mask that takes the letter to make; under the same mask once more they are as before."""
    mask = hashlib.shake_256(f"{salt} mask {letter}".encode()).digest(len(data))
    return bytes(a ^ b for a, b in zip(data, mask))
