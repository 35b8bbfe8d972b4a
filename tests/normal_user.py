"""Starts this Python as a normal user, where the tests run as root: with subordinate user ids or without.

In mounts of its own that user finds itself in /etc/passwd, its ids in /etc/subuid, and the way to the
project, the environment and Python itself open, which may lie where only root may go.
"""

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

USER = 54_321
FIRST, COUNT = 1_000_000_000, 65_536
"""The subordinate ids that it is granted."""


def as_this_user(arguments, **given):
    """The finished process of this Python, started as whoever runs the tests."""
    given = {"capture_output": True, "text": True, "timeout": 200} | given
    return subprocess.run([sys.executable, *arguments], **given)


def as_normal_user(arguments, subordinate=False, **given):
    """The finished process. Where the tests run as a normal user already, it is started as that user."""
    given = {"capture_output": True, "text": True, "timeout": 200} | given
    if os.geteuid() != 0:
        return as_this_user(arguments, **given)
    root = Path(__file__).resolve().parents[1]
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        script = [
            "set -e",
            *_files(folder, subordinate),
            *_way_to({str(root), sys.prefix, sys.base_prefix}, folder),
            f"cd {shlex.quote(str(root))}",
            f'exec setpriv --reuid {USER} --regid {USER} --clear-groups --inh-caps=-all "$@"',
        ]
        return subprocess.run(
            ["unshare", "--mount", "sh", "-c", "\n".join(script), "sh", sys.executable, *arguments],
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "HOME": "/tmp"},
            **given,
        )


def _files(folder, subordinate):
    """Commands after which the system knows the user and grants it ids, or none."""
    passwd = Path("/etc/passwd").read_text() + f"grader:x:{USER}:{USER}::/tmp:/bin/sh\n"
    granted = f"grader:{FIRST}:{COUNT}\n" if subordinate else ""
    for name, content in (("passwd", passwd), ("subuid", granted), ("subgid", granted)):
        Path(folder, name).write_text(content)
        Path(folder, name).chmod(0o644)
        if Path("/etc", name).exists():
            yield f"mount --bind {folder}/{name} /etc/{name}"


def _way_to(paths, folder):
    """Commands after which folders that lie where only root may enter are reached by all."""
    closed = {f"/{Path(path).parts[1]}" for path in paths}
    for top in sorted(top for top in closed if os.stat(top).st_mode & 0o005 != 0o005):
        below = [shlex.quote(path) for path in sorted(paths) if path.startswith(top + "/")]
        for number, path in enumerate(below):
            yield f"mkdir {folder}/{number} && mount --bind {path} {folder}/{number}"
        yield f"mount -t tmpfs -o mode=755 tmpfs {top}"
        for number, path in enumerate(below):
            yield f"mkdir -p {path} && mount --move {folder}/{number} {path}"
