"""Runs attacks inside the walls and says how each ended, as JSON lines; a module of its own so that it can be
started as another user: `python -m tests.sandbox_trial <values as JSON> <attack> …`."""

import json
import sys
import time
from pathlib import Path

from autograder.grading.remote import RunnerLost, Session
from autograder.grading.sandbox import Limits

ATTACKS = Path(__file__).parent / "attacks"
LIMITS = Limits(cell=4, call=4, submission=20)


def attack(name, values):
    """{"ended": how, "printed": text, "seconds": …, "user": the host's user ids of the runner} of one
    attack."""
    source = (
        "".join(f"{key} = {value!r}\n" for key, value in values.items())
        + (ATTACKS / f"{name}.py").read_text()
    )
    started, session = time.monotonic(), Session(LIMITS)
    try:
        user = host_user(session)
        told = session.run("attack", source)
        ended, printed = (
            "an error of its own: " + told.error.splitlines()[0][:60] if told.error else "finished",
            told.printed,
        )
    except RunnerLost as lost:
        ended, printed = f"{lost.state}: {lost.message}", ""
    finally:
        session.close()
    return {"ended": ended, "printed": printed, "seconds": time.monotonic() - started, "user": user}


def host_user(session):
    """User ids of the runner as this process sees them, from /proc."""
    from autograder.grading.processes import family_of

    status = Path(f"/proc/{family_of(session.process._popen.pid)[-1]}/status").read_text()
    return next(line.split()[1:] for line in status.splitlines() if line.startswith("Uid:"))


if __name__ == "__main__":
    for one in sys.argv[2:]:
        print(json.dumps({"attack": one, **attack(one, json.loads(sys.argv[1]))}), flush=True)
