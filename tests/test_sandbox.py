"""The walls, attacked from inside: started as this user (root in CI), and as a normal user.

A normal user may have subordinate user ids or not. Every file of tests/attacks/ tries something and prints
BREACH if it worked. Attacks open, they never write outside.
"""

import contextlib
import json
import os
import secrets
import shutil
import socket
import sys
import time
from pathlib import Path

import pytest

from autograder.grading import processes, remote, sandbox
from tests.needs_sandbox import needs_sandbox
from tests.normal_user import COUNT, FIRST, as_normal_user
from tests.sandbox_trial import ATTACKS, attack

pytestmark = needs_sandbox

NAMES = sorted(path.stem for path in ATTACKS.glob("*.py"))
SLOW = {
    "endless_loop",
    "loop_that_swallows_interrupts",
    "sleeps",
    "output_flood",
    "memory_of_many_processes",
    "half_a_message",
    "slow_message",
    "stops_itself",
}
"""These end by a time-out, the same whoever started them: they are not tried again as a normal user."""


@pytest.fixture(scope="module")
def values(tmp_path_factory):
    """What attacks are told: where a server listens on this machine, and a folder that they must not see."""
    hidden = tmp_path_factory.mktemp("hidden")
    (hidden / "gradebook.db").write_text("secret")
    os.environ["GRADING_TEST"] = "canary"
    canary = f"grading-{secrets.token_hex(4)}"
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as abstract:
        abstract.bind("\0" + canary)
        abstract.listen()
        yield {"PORT": server.getsockname()[1], "CANARY": canary, "HIDDEN": str(hidden)}
    del os.environ["GRADING_TEST"]


def of_user(user):
    """Processes of this machine that run under a user id."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_uid == user:
                found.append(folder.name)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_an_attack_is_contained(name, values, record_property):
    result = attack(name, values)
    who = "root" if os.geteuid() == 0 else "a normal user"
    record_property("attack", (name, result["ended"][:90], f"{result['seconds']:.1f} s", who))
    assert "BREACH" not in result["printed"]
    assert result["seconds"] < 15
    user = int(result["user"][0])
    assert user != 0 or os.geteuid() != 0
    if os.geteuid() == 0:
        for _ in range(50):
            left = of_user(user)
            if not left:
                break
            time.sleep(0.1)
        assert not left, "processes that outlived their sandbox"


def test_there_are_enough_attacks():
    assert len(NAMES) >= 20


def test_the_next_runner_after_the_worst_of_them_is_like_new(values):
    attack("kills_everyone", values)
    session = remote.Session()
    try:
        assert session.run("a", "x = 6 * 7").error is None
        assert session.names(["x"]) == {"x": 42}
    finally:
        session.close()


def test_what_a_learner_starts_runs_when_nothing_else_wants_to(values):
    session = remote.Session()
    try:
        assert (
            session.run(
                "a",
                "import os, threading, time\nchild = os.fork() or time.sleep(60)\n"
                "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
            ).error
            is None
        )
        *_, runner, child = processes.family_of(session.process._popen.pid)
        thread = max(map(int, os.listdir(f"/proc/{runner}/task")))

        def nices():
            return [os.getpriority(os.PRIO_PROCESS, one) for one in (runner, child, thread)]

        wanted, patience = [os.getpriority(os.PRIO_PROCESS, 0), 19, 19], time.monotonic() + 20
        while nices() != wanted and time.monotonic() < patience:
            time.sleep(0.02)
        assert nices() == wanted
    finally:
        session.close()


def test_memory_that_is_taken_shows_also_after_more_was_held_before(values):
    session = remote.Session()
    try:
        take = "x = bytearray({0})\nx[::4096] = b'1' * len(x[::4096])\ndel x"
        session.run("a", take.format(400_000_000))
        before = session.process.spent()[1]
        session.run("b", take.format(200_000_000))
        assert 190_000_000 < session.process.spent()[1] - before < 300_000_000
    finally:
        session.close()


def test_a_runner_never_maps_to_root(values):
    session = remote.Session()
    try:
        process = session.process
        family = processes.family_of(process._popen.pid)
        status = dict(
            line.split(":", 1) for line in Path(f"/proc/{family[-1]}/status").read_text().splitlines()
        )
        assert "0" not in status["Uid"].split() and "0" not in status["Gid"].split()
        assert int(status["CapEff"], 16) == int(status["CapPrm"], 16) == 0
        assert status["NoNewPrivs"].strip() == "1" and status["Seccomp"].strip() == "2"
    finally:
        session.close()


def test_a_sandbox_that_would_run_as_root_is_refused(monkeypatch):
    if os.geteuid() != 0:
        pytest.skip("only root could")
    command = sandbox.command

    def without_setpriv(*given):
        arguments = command(*given)
        end = arguments.index("--")
        return arguments[: end + 1] + arguments[arguments.index(sys.executable) :]

    monkeypatch.setattr(sandbox, "command", without_setpriv)
    with pytest.raises(sandbox.Refused, match="would run"):
        remote.Session()


def test_without_bubblewrap_grading_is_refused_with_what_to_do(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(sandbox.Refused, match="apt install bubblewrap.*--no-sandbox"):
        remote.probe()


def test_a_sandbox_that_does_not_start_is_refused_with_what_it_said(monkeypatch):
    command = sandbox.command
    monkeypatch.setattr(sandbox, "command", lambda *a: [*command(*a)[:1], "--no-such-option"])
    with pytest.raises(sandbox.Refused, match="no-such-option"):
        remote.probe()


def test_the_judges_code_in_the_environment_is_covered(tmp_path):
    """Where the project is installed into the environment's packages, a runner sees an empty folder."""
    package = Path(sys.prefix) / "grading_test_package"
    package.mkdir()
    try:
        (package / "secret.py").write_text("answer = 42")
        session = remote.Session(hidden=[package])
        try:
            told = session.run("a", f"import os\nprint(os.listdir({str(package)!r}))")
        finally:
            session.close()
        assert told.printed.strip() == "[]"
    finally:
        shutil.rmtree(package)


# -- the same, started by a normal user ----------------------------------------------------------------


@pytest.fixture(scope="module", params=[False, True], ids=["own id", "subordinate id"])
def normal_user(request, values):
    """(whether a normal user who grades has subordinate ids, {attack: its result}), slow ones left out."""
    probe = as_normal_user(["-c", OWN], request.param)
    if probe.returncode:
        said = probe.stderr.strip().splitlines()[-1][:200]
        pytest.skip(f"a normal user can't have a sandbox on this machine: {said}")
    if request.param and "True" not in probe.stdout:
        pytest.skip("this system grants normal users no subordinate ids (newuidmap)")
    done = as_normal_user(
        ["-m", "tests.sandbox_trial", json.dumps(values), *(n for n in NAMES if n not in SLOW)], request.param
    )
    assert done.returncode == 0, done.stderr
    return request.param, {line["attack"]: line for line in map(json.loads, done.stdout.splitlines())}


OWN = "from autograder.grading import identity, remote; remote.probe(); print(identity.of_a_runner().own)"


@pytest.mark.parametrize("name", [n for n in NAMES if n not in SLOW])
def test_an_attack_is_contained_when_a_normal_user_grades(name, normal_user, record_property):
    subordinate, results = normal_user
    who = "a normal user" + ", other id" * subordinate
    record_property("attack", (name, results[name]["ended"][:90], f"{results[name]['seconds']:.1f} s", who))
    assert "BREACH" not in results[name]["printed"]
    assert results[name]["seconds"] < 15
    users = set(map(int, results[name]["user"]))
    assert 0 not in users
    if subordinate:
        assert all(FIRST <= user < FIRST + COUNT for user in users)
