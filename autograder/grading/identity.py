"""Under which user id a learner's code runs, and how it comes to have it.

- Started by root: an id that nobody else has; root and every capability are given up for it.
- Started by a normal user whom the system has given subordinate ids (/etc/subuid, newuidmap): one of those.
- Started by any other normal user: that user's own id, in a user namespace without rights.

With an id of its own, code can neither own what others read nor use up what is counted for each user. Where
it has to share the grader's, the list of system calls (seccomp.py) is what keeps it from that.
"""

import contextlib
import functools
import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy

_OWN = ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_SETPCAP"]
"""Options of bubblewrap that leave what it takes to change one's user id, and nothing else."""

_FILES = ("/etc/subuid", "/etc/subgid")


@dataclass(frozen=True)
class Identity:
    """walls      options of bubblewrap
    user       the id to take inside, None if bubblewrap has given it already
    own        whether it is another user id than the grader's
    namespace  descriptor of the user namespace in which `user` is valid, to be inherited by bubblewrap; None
    if of this one
    """

    walls: tuple
    user: int | None
    own: bool
    namespace: int | None = None

    @property
    def become(self) -> tuple[str, ...]:
        """The command that takes the id, before the one that is to run under it."""
        if self.user is None:
            return ()
        return (
            _tool("setpriv"),
            *("--reuid", str(self.user), "--regid", str(self.user), "--clear-groups"),
            *("--bounding-set", "-all", "--inh-caps", "-all", "--no-new-privs"),
        )

    def write(self, text: str, *paths: str) -> None:
        """Write into files of /proc that belong to processes of this identity, as far as they are there."""
        if self.namespace is None:
            for path in paths:
                with contextlib.suppress(OSError):
                    Path(path).write_text(text)
        elif paths:
            enter = [_tool("nsenter"), f"--user=/proc/self/fd/{self.namespace}"]
            enter += ["--setuid", str(self.user), "--setgid", str(self.user), "--"]
            script = 'for path; do echo "$0" > "$path"; done'
            subprocess.run(
                [*enter, "/bin/sh", "-c", script, text, *paths],
                pass_fds=[self.namespace],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )


def of_a_runner() -> Identity:
    """The Identity for a runner that this process starts."""
    if os.geteuid() == 0:
        return Identity(tuple(_OWN), 2_000_000_000 + os.getpid(), own=True)
    namespace = _namespace(os.getpid())
    if namespace is not None:
        # 0 is the grader there, from 1 on come the ids that were granted
        user = 1 + os.getpid() % min(granted[1] for granted in map(_granted, _FILES) if granted)
        return Identity(("--userns", str(namespace), *_OWN), user, own=True, namespace=namespace)
    nobody = ("--uid", "65534", "--gid", "65534")
    return Identity(("--unshare-user", "--disable-userns", *nobody), None, own=False)


@functools.cache
def _namespace(process: int) -> int | None:
    """A descriptor of a user namespace in which subordinate ids are valid, one for each process that grades.

    None where the system grants none, or where others than their owner could not read what a runner needs.
    """
    granted = [ids for file in _FILES if (ids := _granted(file))]
    needed = ("unshare", "newuidmap", "newgidmap", "nsenter", "setpriv")
    tools = [path for tool in needed if (path := shutil.which(tool))]
    if len(granted) < len(_FILES) or len(tools) < len(needed) or not _readable_by_all():
        return None
    unshare, *mappers = tools[:3]
    maker = subprocess.Popen([unshare, "--user", "cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert maker.stdin is not None and maker.stdout is not None  # pipes, as asked for
    try:
        maker.stdin.write(b"\n")
        maker.stdin.flush()
        if not maker.stdout.read(1):  # the system has no user namespaces for normal users
            return None
        for mapper, own, (first, count) in zip(mappers, (os.getuid(), os.getgid()), granted, strict=True):
            ranges = map(str, (0, own, 1, 1, first, count))
            if subprocess.run([mapper, str(maker.pid), *ranges], stderr=subprocess.DEVNULL).returncode:
                return None
        return os.open(f"/proc/{maker.pid}/ns/user", os.O_RDONLY)
    finally:
        maker.stdin.close()
        maker.stdout.close()
        maker.wait()


@functools.cache
def _granted(file: str) -> tuple[int, int] | None:
    """(first id, how many) that /etc/subuid or /etc/subgid grants to whoever grades; None if none."""
    with contextlib.suppress(OSError, KeyError, ValueError):
        names = {str(os.getuid()), pwd.getpwuid(os.getuid()).pw_name}
        for line in Path(file).read_text().splitlines():
            name, first, count = line.split(":")
            if name in names and int(count) > 0:
                return int(first), int(count)
    return None


def _readable_by_all() -> bool:
    """Whether another user id could read Python and NumPy: not if they are for one's own eyes only."""
    needed = (os.path.realpath(sys.executable), os.__file__, numpy.__file__)
    return all(os.stat(path).st_mode & 0o004 for path in needed) and all(
        os.stat(os.path.dirname(path)).st_mode & 0o001 for path in needed
    )


def _tool(name: str) -> str:
    return shutil.which(name) or name
