"""Judges three honest learners and some attackers in one batch and says what the honest ones got, as JSON; a
module of its own so that it can be started as another user: `python -m tests.neighbours <attack> …`."""

import json
import sys
import tempfile

from autograder.grading import batch, engine
from autograder.grading.result import Result
from autograder.grading.sandbox import Limits
from tests import grading_course
from tests.grading_course import LESSON, solved, submit
from tests.sandbox_trial import ATTACKS

HONEST = ("ann", "bob", "cem")
LIMITS = Limits(cell=3, call=3, submission=20, endurance=30)
VALUES = 'PORT, CANARY, HIDDEN = 9, "nobody", "/nowhere"\n'


def points(attacks):
    """{honest learner: {test: points}}; what grading said where one was not graded."""
    with tempfile.TemporaryDirectory() as root:
        course = batch.Course(grading_course.make(root))
        for student in HONEST:
            submit(root, student, solved(why=f"In the words of {student}."))
        for name in attacks:
            source = VALUES + (ATTACKS / f"{name}.py").read_text()
            submit(root, f"attacker-{name}", solved(causal_mask=source))
        submissions = batch.collect(course, LESSON)
        attackers = [s for s in submissions if s.student not in HONEST]
        honest = [s for s in submissions if s.student in HONEST]
        mixed = []  # an honest one after every few attackers
        for number, attacker in enumerate(attackers):
            if honest and number % (1 + len(attackers) // len(HONEST)) == 0:
                mixed.append(honest.pop())
            mixed.append(attacker)
        mixed += honest
        tasks = [batch._task(course, s, LIMITS, True) for s in mixed]
        found = {}
        with engine.on_this_machine(tasks, workers=3) as outcomes:
            for number, outcome in outcomes:
                student = mixed[number].student
                if student in HONEST:
                    found[student] = (
                        {test: verdict.points for test, verdict in outcome.tests.items()}
                        if isinstance(outcome, Result)
                        else str(outcome)
                    )
        return found


if __name__ == "__main__":
    print(json.dumps(points(sys.argv[1:])))
