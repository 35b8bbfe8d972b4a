"""Cells of a notebook as the Python that IPython makes of them: magics, commands, help, awkward indents.

IPython's own transformer does it, in a process of its own and within a time limit: it works on text that a
learner wrote, outside the walls. A cell that is Python already is left alone and costs nothing.
"""

import ast
import atexit
import contextlib
import json
import os
import re
import resource
import select
import signal
import subprocess
import sys
import threading
import time
import warnings
from typing import Any

from autograder.grading.intake import Given
from autograder.grading.orphans import end_with_parent

PATIENCE, START = 5.0, 30.0
"""Seconds that one cell may take, and the first one besides, for which IPython is loaded."""

LIMITS = {"AS": 1_000_000_000, "CPU": 60, "NOFILE": 64, "CORE": 0}

BODY = ("time", "capture", "prun", "memit", "mprun", "lprun", "pyinstrument", "scalene", "heat", "snakeviz")
"""Cell magics whose body runs as a cell would."""


def translate(cells: list[Given]) -> None:
    """Give each cell of code (intake.Given) its `code`."""
    for cell in cells:
        if cell.cell_type == "code" and (_PROMPT.match(cell.source) or not _is_python(cell.source)):
            cell.code = _Helper.ask(cell.source)


_PROMPT = re.compile(r"\s*In \[\d+\]: ")
"""A prompt that was copied with its line: to Python an annotation."""


def _is_python(source: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
        return True
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


class _Helper:
    """The process in which IPython's transformer works; started when first needed, kept for the next cell."""

    process: subprocess.Popen | None = None
    lock = threading.Lock()

    @classmethod
    def ask(cls, source: str) -> str:
        """The source as Python; as it is, if IPython can't be asked, takes too long or gives up."""
        with cls.lock:
            if cls.process is not None:
                try:
                    return cls._ask(source, PATIENCE)
                except TimeoutError:
                    return source
                except (OSError, ValueError):
                    cls.end()  # somebody ended it: a new one
            try:
                cls._start()
                return cls._ask(source, START + PATIENCE)
            except (OSError, ValueError):
                return source

    @classmethod
    def _start(cls) -> None:
        cls.process = subprocess.Popen(
            [sys.executable, "-c", "from autograder.grading import notebook_code as n; n.serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        atexit.register(cls.end)

    @classmethod
    def _ask(cls, source: str, seconds: float) -> str:
        assert cls.process and cls.process.stdin and cls.process.stdout  # it was started, with pipes
        try:
            cls.process.stdin.write(json.dumps(source).encode() + b"\n")
            cls.process.stdin.flush()
            return json.loads(_line(cls.process.stdout.fileno(), time.monotonic() + seconds))
        except TimeoutError:
            cls.end()
            raise

    @classmethod
    def end(cls) -> None:
        if cls.process is not None:
            cls.process.kill()
            cls.process.wait()
            for pipe in (cls.process.stdin, cls.process.stdout):
                with contextlib.suppress(OSError):
                    if pipe is not None:
                        pipe.close()
            cls.process = None


def _line(descriptor: int, deadline: float) -> bytes:
    """Bytes up to the end of a line; raises OSError if it does not come."""
    line = bytearray()
    while not line.endswith(b"\n"):
        if not select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))[0]:
            raise TimeoutError("took too long")
        part = os.read(descriptor, 1 << 16)
        if not part:
            raise OSError("ended")
        line += part
    return bytes(line)


# -- the helper's side ----------------------------------------------------------------------------------


def serve() -> None:
    """Life of the helper: a JSON text a line in, one out."""
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name, value in LIMITS.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))
    from IPython.core.inputtransformer2 import TransformerManager

    warnings.simplefilter("ignore")
    for line in sys.stdin.buffer:
        source = json.loads(line)
        try:
            made = as_python(source, TransformerManager())
        except Exception:
            made = source
        sys.stdout.write(json.dumps(made) + "\n")
        sys.stdout.flush()


def as_python(source: str, manager: Any, depth: int = 0) -> str:
    """What IPython makes of a cell. The body of a magic that runs it stands in line with everything else."""
    first, _, body = source.lstrip("\n").partition("\n")
    if first.startswith("%%") and depth < 10:
        name, _, line = first[2:].partition(" ")
        if name in BODY:
            call = f"get_ipython().begin_cell_magic({name!r}, {line.strip()!r})\n"
            return call + as_python(body, manager, depth + 1)
        if name == "timeit":
            return (
                f"get_ipython().run_cell_magic('timeit', {line!r}, {as_python(body, manager, depth + 1)!r})\n"
            )
    made = manager.transform_cell(source)
    word = source.split(None, 1)[:1]
    if not _is_python(made) and len(source.strip().splitlines()) == 1 and word[0] in AUTOMAGIC:
        return manager.transform_cell("%" + source.lstrip())
    return made


AUTOMAGIC = (
    "time",
    "timeit",
    "run",
    "pip",
    "conda",
    "cd",
    "ls",
    "matplotlib",
    "load_ext",
    "config",
    "env",
    "pwd",
)
"""Magics that a cell of a single line may name without %."""
