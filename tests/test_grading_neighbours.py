"""A neighbour can't cost anybody a point: whatever an attacker does, three honest learners beside it get what
they earned.

Started as this user (root in CI) and as a normal user; many attackers at once here, one after the other by
`make thorough`.
"""

import json

import pytest

from tests.grading_course import AUTOMATIC
from tests.needs_sandbox import needs_sandbox
from tests.neighbours import HONEST
from tests.normal_user import as_normal_user, as_this_user
from tests.sandbox_trial import ATTACKS

NAMES = sorted(path.stem for path in ATTACKS.glob("*.py"))
TOGETHER = 10
GROUPS = [NAMES[at : at + TOGETHER] for at in range(0, len(NAMES), TOGETHER)]
STARTED = {
    "this user": as_this_user,
    "a normal user": as_normal_user,
    "a normal user with other ids": lambda arguments, **given: as_normal_user(arguments, True, **given),
}
PROBE = "from autograder.grading import remote; remote.probe()"

pytestmark = [needs_sandbox, pytest.mark.slow]


def expect_what_was_earned(start, attacks):
    done = start(["-m", "tests.neighbours", *attacks], timeout=900)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == dict.fromkeys(HONEST, AUTOMATIC)


@pytest.fixture(scope="module")
def started():
    """started(who) -> how to start Python as that user; skips where that user can't have a sandbox."""
    tried = {}

    def start(who):
        if who not in tried:
            tried[who] = STARTED[who](["-c", PROBE])
        if tried[who].returncode:
            pytest.skip(f"{who} can't have a sandbox on this machine")
        return STARTED[who]

    return start


@pytest.mark.parametrize(
    "who, attacks",
    [
        pytest.param(who, attacks, id=f"{who}-{attacks[0]}-{attacks[-1]}", marks=marks)
        for at, attacks in enumerate(GROUPS)
        for who, marks in (
            ("a normal user", ()),  # whose sandboxes share an id: the harder case
            ("this user", () if at == 0 else pytest.mark.thorough),
        )
    ],
)
def test_honest_learners_beside_many_attackers_get_what_they_earned(who, attacks, started):
    expect_what_was_earned(started(who), attacks)


@pytest.mark.thorough
@pytest.mark.parametrize("attack", NAMES)
@pytest.mark.parametrize("who", STARTED)
def test_honest_learners_beside_one_attacker_get_what_they_earned(who, attack, started):
    expect_what_was_earned(started(who), [attack])
