"""Walls around a learner's code: a fresh process that sees the system, the environment and the runner.

Linux with bubblewrap. The process has no network, no other processes in sight, a read-only system, 64 MB
of /tmp, a minimal environment, and limits. Started by a normal user it lives in a user namespace; started
by root it gives up root and every capability; identity.py says whose id it takes. That it has given them up
is checked from outside, before any of the learner's code runs; otherwise it is refused. Only the system calls
of system_calls.py are there, and the project's own files are a copy that no other runner sees.

Out of reach: a hole in the kernel. Machines that grade strangers' code should hold nothing else of value.
"""

import contextlib
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy

from autograder.grading import identity, processes, room, seccomp

ROOM = "/grading"
"""Where a runner finds the project's own files."""

POLL = 0.1
"""Seconds between two looks at what is in the sandbox."""


class Refused(RuntimeError):
    """There are no walls to be had here, or they don't hold."""


@dataclass(frozen=True)
class Limits:
    """What a learner's code may use: seconds on the processor (or of doing nothing), and bytes."""

    memory: int = 1_200_000_000  # all its processes together
    address_space: int = 2_500_000_000  # each process
    processes: int = 16  # threads count too
    cpu: int = 120  # each process
    file: int = 32_000_000  # one file
    tmp: int = 64_000_000  # all files
    files: int = 20_000  # empty ones too: each takes a kilobyte of the kernel's
    cell: float = 20  # running one cell
    call: float = 20  # answering one call of a check
    submission: float = 240  # everything
    patience: float = 10  # times as long by the clock on the wall: a cell, a call
    endurance: float = 3  # and everything


def command(
    limits: Limits,
    who: identity.Identity,
    files: Mapping[str, int],
    absent: Mapping[str, str],
    hidden: Sequence[str | os.PathLike[str]] = (),
) -> list[str]:
    """The command line that starts a runner inside the walls.

    who     its Identity
    files   {path below ROOM: descriptor to read the file from}
    absent  {module that is not there: why}
    hidden  paths that are covered if they would show
    """
    bwrap = shutil.which("bwrap")
    if not sys.platform.startswith("linux") or bwrap is None:
        raise Refused(
            "Grading runs learners' code inside bubblewrap, and there is none here (Debian and Ubuntu: "
            "apt install bubblewrap; only Linux has it). Grade on a machine that has it. With --no-sandbox "
            "their code runs unprotected in your account: only for answers that you would run yourself."
        )
    if not seccomp.known(platform.machine()):
        raise Refused(
            f"Grading lets learners' code make only system calls that are known, and for this processor, "
            f"{platform.machine()}, there is no list of their numbers. Grade on x86-64 or ARM64. With "
            "--no-sandbox their code runs unprotected in your account: only for answers that you would run "
            "yourself."
        )
    walls = [
        *(bwrap, "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"),
        *("--die-with-parent", "--hostname", "grading"),
        *who.walls,
        *_visible(limits, files, hidden),
    ]
    return [*walls, "--", *who.become, *_python(limits, ROOM, absent, limits.processes)]


def _python(
    limits: Limits, folder: str, absent: Mapping[str, str], processes: int | None = None
) -> list[str]:
    inside = {"AS": limits.address_space, "CPU": limits.cpu, "FSIZE": limits.file, "CORE": 0, "NOFILE": 64}
    inside |= {"SIGPENDING": 64, "MEMLOCK": 0, "MSGQUEUE": 0}  # the system counts these for each user
    if processes:
        inside["NPROC"] = processes
    search = [folder, str(Path(numpy.__file__).parent.parent)]
    start = (
        f"import sys; sys.path[:0] = {search!r}; from inside import runner; "
        f"runner.main({inside!r}, {absent!r})"
    )
    return [sys.executable, "-I", "-S", "-B", "-c", start]


def _visible(limits: Limits, files: Mapping[str, int], hidden: Sequence[str | os.PathLike[str]]) -> list[str]:
    """What can be seen: read-only, and as little as Python and numpy need."""
    shown, links = {}, []
    for path in ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64"):
        if os.path.islink(path):
            links += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            shown[path] = path
    for path in ("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime"):
        if os.path.exists(path):
            shown[path] = os.path.realpath(path)
    for prefix in (sys.base_prefix, sys.prefix, str(Path(numpy.__file__).parent.parent)):
        if not any(_is_below(prefix, other) for other in shown):
            shown[prefix] = prefix

    # first, so that an environment below /tmp shows
    arguments, made = ["--perms", "1777", "--size", str(limits.tmp), "--tmpfs", "/tmp"], {"/", "/tmp"}

    def folders_of(target: str) -> Iterator[str]:
        for parent in reversed(Path(target).parents):
            if str(parent) not in made:
                made.add(str(parent))
                yield from ("--perms", "0755", "--dir", str(parent))

    for target, source in shown.items():
        arguments += [*folders_of(target), "--ro-bind", source, target]
    for name, descriptor in files.items():
        target = f"{ROOM}/{name}"
        arguments += [*folders_of(target), "--perms", "0444", "--file", str(descriptor), target]
    arguments += links
    for path in {str(room.PROJECT), str(room.INSIDE.parent.parent), *map(str, hidden)}:
        if os.path.isdir(path) and any(_is_below(path, target) for target in shown) and path not in shown:
            arguments += ["--perms", "0555", "--tmpfs", path, "--remount-ro", path]
    # without /dev/zero: mapped, it is memory that no process is charged for
    return arguments + [
        "--proc",
        "/proc",
        "--remount-ro",
        "/proc",
        "--dev",
        "/dev",
        "--ro-bind",
        "/dev/null",
        "/dev/zero",
        "--remount-ro",
        "/dev",
        "--remount-ro",
        "/",
        "--chdir",
        "/tmp",
    ]


def _is_below(path: str | os.PathLike[str], folder: str | os.PathLike[str]) -> bool:
    return Path(path) == Path(folder) or Path(folder) in Path(path).parents


def _environment() -> dict[str, str]:
    """All that the runner's environment holds."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": "/tmp",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "agg",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
    }
    kept = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")  # set where OpenBLAS would misjudge the processor
    return environment | {name: os.environ[name] for name in kept if name in os.environ}


def _unprotected(limits: Limits, folder: str, contents: room.Room) -> list[str]:
    """The command line of the same runner without walls, its files in a folder of its own."""
    for name, content in contents.files.items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return _python(limits, folder, contents.absent)


@dataclass
class _Allowance:
    """seconds: how many are allowed; first and last look at the clocks since then."""

    seconds: float
    first: processes.Moment | None = None
    last: processes.Moment | None = None


class Process:
    """A runner inside the walls (or, `walled=False`, without) and the socket that leads to it.

    contents: the Room that it finds; all of the project if None
    """

    def __init__(
        self,
        limits: Limits = Limits(),
        walled: bool = True,
        hidden: Sequence[str | os.PathLike[str]] = (),
        contents: room.Room | None = None,
    ) -> None:
        self.limits, self.walled = limits, walled
        self.killed_for: str | None = None
        """Why it was ended from here, if it was. "memory", "files", "time": it used too much. "idle": it did
        nothing for as long as it might, "file": waiting for one. "crowded": others had the processor."""
        self.used = self.idle = 0.0
        """Seconds on the processor, and of doing nothing while it should have answered, at the last look."""
        self._allowed: _Allowance | None = None
        self.looked_at: weakref.WeakSet = weakref.WeakSet()
        """What a witness keeps of what it has seen."""
        self._runner: int | None = None  # its process id, once it is there
        self._tmp: int | None = None  # a descriptor of its /tmp
        self._folder: tempfile.TemporaryDirectory | None = None  # with its files, where there are no walls
        self._rises = 0  # bytes by which memory rose so far
        self._held: dict[int, int] = {}  # {process: bytes held at the last look}
        self._identity = identity.of_a_runner() if walled else identity.Identity((), None, own=False)
        contents = contents or room.whole()
        self.socket, theirs = socket.socketpair()
        with contextlib.ExitStack() as started:
            started.callback(theirs.close)
            if walled:
                arguments, descriptors = self._walls(started, contents, hidden)
            else:
                self._folder = tempfile.TemporaryDirectory(prefix="runner-")
                arguments = _unprotected(limits, self._folder.name, contents)
                descriptors = ()
            self._popen = subprocess.Popen(
                arguments,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=_environment(),
                start_new_session=True,
                pass_fds=descriptors,
            )
        self._over = threading.Event()
        self._watching = threading.Thread(target=self._watch, daemon=True)
        self._watching.start()

    def _walls(
        self, started: contextlib.ExitStack, contents: room.Room, hidden: Sequence[str | os.PathLike[str]]
    ) -> tuple[list[str], tuple[int, ...]]:
        """(command line, descriptors that it mentions) of a runner behind walls; `started` closes them."""
        files = {}
        for name, content in contents.files.items():
            files[name] = os.memfd_create(name)
            started.callback(os.close, files[name])
            os.write(files[name], content)
            os.lseek(files[name], 0, os.SEEK_SET)
        arguments = command(self.limits, self._identity, files, contents.absent, hidden)
        rules = seccomp.rules()
        started.callback(os.close, rules)
        arguments[1:1] = ["--seccomp", str(rules)]
        namespace = self._identity.namespace
        return arguments, (rules, *files.values(), *([] if namespace is None else [namespace]))

    def complaint(self) -> str:
        """What bubblewrap or Python said when it did not start."""
        self.kill()
        assert self._popen.stderr is not None  # a pipe, as asked for
        return self._popen.stderr.read(2000).decode(errors="replace").strip()

    def expect_unprivileged(self) -> None:
        """Refuse to go on unless everything that will run learner code has neither root nor a capability."""
        family = processes.family_of(self._popen.pid)
        self._runner = runner = family[-1]
        if not self.walled:
            return
        fields = dict(line.split(":", 1) for line in Path(f"/proc/{runner}/status").read_text().splitlines())
        users = fields["Uid"].split() + fields["Gid"].split()
        shared = self._identity.own and str(os.geteuid()) in users
        if "0" in users or shared or int(fields["CapEff"], 16) or int(fields["CapPrm"], 16):
            self.kill()
            raise Refused(
                f"the sandbox would run learners' code as user and group {users} "
                f"with capabilities {fields['CapEff'].strip()}"
            )
        # should memory run out all the same, the kernel takes these first
        self._identity.write("1000", *(f"/proc/{member}/oom_score_adj" for member in family))
        with contextlib.suppress(OSError):
            self._tmp = os.open(f"/proc/{runner}/root/tmp", os.O_RDONLY | os.O_DIRECTORY)

    def _watch(self) -> None:
        while not self._over.wait(POLL):
            family = processes.family_of(self._popen.pid)
            if processes.resident(family) > self.limits.memory:
                self.kill("memory")
            if self._files() > self.limits.files:
                self.kill("files")
            self._look_at_the_clocks(family)
            self._hold_back(family)

    def allow(self, seconds: float | None) -> None:
        """From now on it may work, or do nothing, for so many seconds; None: for as long as it likes."""
        self._allowed = None if seconds is None else _Allowance(seconds)

    def _look_at_the_clocks(self, family: Sequence[int]) -> None:
        now, allowed = processes.Moment.of(family), self._allowed
        self.used = max(self.used, now.used)
        if allowed is None:
            return
        self.idle += max(now.since(allowed.last or now).idle, 0)
        allowed.first, allowed.last = allowed.first or now, now
        so_far = now.since(allowed.first)
        if so_far.used > allowed.seconds:
            self.kill("time")
        elif so_far.idle > allowed.seconds:
            self.kill("file" if processes.waits_for_a_file(family) else "idle")
        elif so_far.wall > self.limits.patience * allowed.seconds:
            self.kill("crowded")

    def _hold_back(self, family: Sequence[int]) -> None:
        """Processes and threads that the learner's code started get what the processor has to spare.

        Many of them would make other learners late.
        """
        if self._runner is not None:
            for member in family[2:]:
                with contextlib.suppress(OSError):
                    for thread in map(int, os.listdir(f"/proc/{member}/task")):
                        if thread != self._runner:
                            os.setpriority(os.PRIO_PROCESS, thread, 19)

    def _files(self) -> int:
        """How many files /tmp of the sandbox has; 0 if it can't be seen."""
        if self._tmp is None:
            return 0
        try:
            there = os.statvfs(self._tmp)
        except OSError:
            return 0
        return there.f_files - there.f_ffree

    def clock(self) -> float:
        """Seconds that the runner itself was on the processor so far, all its threads together."""
        assert self._runner is not None  # known since expect_unprivileged
        return processes.on_processor(self._runner)

    def seconds(self) -> float:
        """Seconds that all its processes were on the processor so far."""
        return processes.processor_seconds(processes.family_of(self._popen.pid))

    def spent(self) -> tuple[float, int]:
        """(processor seconds, bytes) that all its processes have used so far, as the system sees it: by how
        much memory rose above what it was at the last look, all looks together.

        Nothing that runs inside can change that; memory of children that ended is not seen.
        """
        family = processes.family_of(self._popen.pid)
        peaks = processes.peaks(family)
        self._rises += sum(max(peak - self._held.get(member, 0), 0) for member, peak in peaks.items())
        # peaks start anew, from what is held now
        self._identity.write("5", *(f"/proc/{member}/clear_refs" for member in family))
        self._held = processes.peaks(family)
        return processes.processor_seconds(family), self._rises

    def killed_from_outside(self) -> bool:
        """Whether something that does not belong to grading may have killed it: the kernel, an administrator.

        Waits for its end. Code inside can kill itself the same way, so this clears nobody; that it exited or
        failed by itself is certain.
        """
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.killed_for is None and self._popen.wait(5) in (-signal.SIGKILL, 128 + signal.SIGKILL)
        return False

    def kill(self, reason: str | None = None) -> None:
        self.killed_for = self.killed_for or reason
        # bubblewrap, and the first process inside: all others go with it
        for member in processes.family_of(self._popen.pid)[:2]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(member, signal.SIGKILL)

    def close(self) -> None:
        """End it and everything it started."""
        self._over.set()
        self.kill()
        self._popen.wait()
        self._watching.join()
        if self._tmp is not None:
            os.close(self._tmp)
            self._tmp = None
        if self._folder is not None:
            self._folder.cleanup()
        if self._popen.stderr is not None:
            self._popen.stderr.close()
        self.socket.close()
