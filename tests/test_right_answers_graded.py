"""A right answer has full marks in grading, too: each sample answer stands in a hand-in that is judged behind
the walls."""

import pytest

from autograder.grading import lesson as lessons
from autograder.grading.judge import judge
from autograder.release import notebooks
from tests.answers import sample_class
from tests.needs_sandbox import needs_sandbox

pytestmark = [needs_sandbox, pytest.mark.thorough]

NAMES = sorted(name for name in notebooks(sample_class.ROOT / "course") if not name.startswith("00"))

FOR_A_PERSON = {
    "decode_step/adds_up_by_recursion": "a text is longer than Python lets calls stand inside one another",
    "attend_incrementally/recursive": "the same",
    "attend_incrementally/generator": "a cache of the course's own that has no exercise",
    "impossible/takes_them_off": "a floor of the course's own that has no exercise",
}
"""Right answers that do not pass by themselves in grading, and why."""


@pytest.mark.parametrize("name", NAMES)
def test_every_right_answer_has_its_points_behind_the_walls(name):
    (lesson,) = lessons.load(sample_class.ROOT, name)
    held_up = []
    for number, (text, answers) in enumerate(sample_class.in_every_style(name)):
        tests = judge(lesson, text.encode(), (2026, number)).tests
        for exercise, answer in answers.items():
            verdict = tests.get(f"test_{exercise}")
            if verdict and verdict.state != "pass" and f"{exercise}/{answer}" not in FOR_A_PERSON:
                held_up.append((f"{exercise}/{answer}", verdict.state, verdict.message[:300]))
    assert not held_up
