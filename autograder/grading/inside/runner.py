"""Runs a learner's cells behind the walls and answers the judge's questions about what they defined.

Nothing here is secret or trusted: whatever the learner's code does to it, the judge only ever sees
answers that it checks itself.
"""

import ast
import contextlib
import importlib
import inspect
import itertools
import json
import linecache
import os
import resource
import socket
import sys
import threading
import traceback
import types
from typing import Any

from . import absent, silent
from .magics import Shell
from .memory import Memory
from .protocol import Channel, Lost, Peer, Violation, type_name

MAX_PRINTED = 10_000
MAX_ITEMS = 10_000
MAX_COUNTS = 1_500_000
"""Characters kept of what a cell prints, items of an iterable, characters of what a driver counted."""


def main(limits: Any, not_there: dict[str, str]) -> None:
    """Serve the judge over file descriptor 0 until it hangs up. limits: {"AS": bytes, "CPU": seconds, …}.

    not_there: {module of decodelab: why it is not there}
    """
    for name, value in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))
    os.closerange(3, limits["NOFILE"])  # what bubblewrap was handed for itself
    if os.getppid() != 1:  # without walls: behind them bubblewrap sees to it
        _end_with_parent()
    connection = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    silent.install()
    absent.install(not_there)
    runner = Runner(Channel(connection))
    try:
        while True:
            runner.listen()
    except (Lost, Violation):
        os._exit(0)


def _end_with_parent() -> None:
    """Have the system end this process as soon as the judge is gone (Linux)."""
    import ctypes

    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(1, 9)  # PR_SET_PDEATHSIG, SIGKILL


class Runner(Peer):
    """The learner's side of the conversation."""

    caught = BaseException  # type: ignore[assignment]
    asks_with_copies = True

    def __init__(self, channel: Channel) -> None:
        super().__init__(channel, Memory(keeps=True))
        self.thread = threading.get_ident()
        self.main = types.ModuleType("__main__")
        shell = Shell(self.main.__dict__)
        self.main.__dict__.update(display=silent.Silent(), get_ipython=lambda: shell)
        setattr(sys.modules["IPython"], "get_ipython", lambda: shell)  # noqa: B010
        self.awaiting = Awaiting()
        sys.modules["__main__"] = self.main

    def serve(self, question: str, *values: Any) -> Any:
        return getattr(self, f"on_{question}")(*values)

    # -- questions of the judge -----------------------------------------------------------------------

    def on_run(self, label: str, pieces: list[str]) -> dict[str, Any]:
        """Run a cell; {"printed": text, "error": text or None}. What it defined before an error stays."""
        sys.stdout = sys.stderr = printed = Printed()
        error = None
        try:
            source = "".join(pieces)
            file = f"<cell {label}>"
            linecache.cache[file] = len(source), None, source.splitlines(keepends=True), file
            tree = ast.parse(source, file)
            told = absent.give_own(tree, self.main.__dict__)
            print(*told, sep="\n", end="\n" if told else "")
            self._execute(tree, file)
        except BaseException as raised:
            what = self.describe(raised)
            error = f"{what['type']}: {what['message']}" + (f"\n  {what['line']}" if what["line"] else "")
        return {"printed": printed.text(), "error": error}

    def _execute(self, tree: ast.Module, file: str) -> None:
        """Run a cell's statements; one that asks for what is not in the room, for a module that is not
        installed here or for input() raises in the end, and the others run, less those that lack its name."""
        refused: ImportError | NameError | EOFError | None = None
        while True:
            try:
                code = compile(tree, file, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
                self.awaiting.run(code, self.main.__dict__)
                break
            except (absent.NotInGrading, ModuleNotFoundError, EOFError, NameError) as raised:
                if isinstance(raised, NameError) and refused is None:
                    raise
                refused = refused or raised
                frames = traceback.extract_tb(raised.__traceback__)
                last = max(
                    (f.lineno or 0 for f in frames if f.filename == file and f.name == "<module>"),
                    default=None,
                )
                if last is None:
                    break
                rest = [statement for statement in tree.body if statement.lineno > last]
                if not rest:
                    break
                tree.body = absent.not_run(tree.body[: -len(rest)]) + rest
        if refused is not None:
            raise refused

    def on_names(self, *names: str) -> dict[str, Any]:
        """{name: value} of those that the learner's cells defined."""
        defined = self.main.__dict__
        return {name: defined[name] for name in names if name in defined}

    def on_bind(self, functions: dict[str, Any]) -> None:
        self.main.__dict__.update(functions)

    def on_call(self, function: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
        return function(*args, **kwargs)

    def on_get(self, value: Any, name: str) -> Any:
        return getattr(value, name)

    def on_length(self, value: Any) -> int:
        return len(value)

    def on_truth(self, value: Any) -> bool:
        return bool(value)

    def on_item(self, value: Any, key: Any) -> Any:
        return value[key]

    def on_items(self, value: Any) -> list[Any]:
        return list(itertools.islice(value, MAX_ITEMS))

    def on_drive(self, module: str, name: str, objects: list[Any], parameters: dict[str, Any]) -> list[str]:
        """What a trusted driver counts when it is run on the learner's objects, as JSON."""
        counted = json.dumps(getattr(importlib.import_module(module), name)(*objects, **parameters))
        if len(counted) > MAX_COUNTS:
            raise ValueError(f"counts of {len(counted):,} characters; at most {MAX_COUNTS:,} may cross")
        return [counted[at : at + 10_000] for at in range(0, len(counted), 10_000)]

    def on_clear(self) -> None:
        self.clear()

    # -- how things look to the judge -----------------------------------------------------------------

    def export(self, value: Any) -> dict[str, Any]:
        try:
            name = str(getattr(value, "__name__", ""))[:60]
        except Exception:  # of the learner's own __getattr__
            name = ""
        return {"mine": [self.enter(value), type_name(value), name, callable(value)]}

    def appear(self, content: Any) -> Any:
        number, name = content
        return Handed(self, number, name)

    def record(self, name: str, fields: list[Any]) -> Any:
        return importlib.import_module("decodelab.published").RECORDS[name](*fields)

    def number_of(self, value: Any) -> int | None:
        return value._number if type(value) is Handed else None

    def describe(self, error: BaseException) -> dict[str, str]:
        """An exception as text: its type, its message, the learner's line and the function in which it
        stands."""
        try:
            message = str(error)[:2000]
        except BaseException:
            message = ""
        line, function = _place_of(error)
        return {"type": type_name(error), "message": message, "line": line, "function": function}


class Awaiting:
    """Runs cells, and what they await, on one event loop for all of them, as a notebook does."""

    loop = None
    ON_A_LOOP = {"create_task", "ensure_future", "get_running_loop"}

    def run(self, code: Any, namespace: dict[str, Any]) -> None:
        if not code.co_flags & inspect.CO_COROUTINE and not self.ON_A_LOOP & set(code.co_names):
            exec(code, namespace)
            return
        import asyncio

        async def cell() -> Any:
            result = eval(code, namespace)
            if inspect.iscoroutine(result):
                await result

        self.loop = self.loop or asyncio.new_event_loop()
        self.loop.run_until_complete(cell())


class Handed:
    """A function of the judge's that the learner's code may call while it is being called itself."""

    def __init__(self, runner: Runner, number: int, name: str) -> None:
        self._runner, self._number, self.__name__ = runner, number, name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if threading.get_ident() != self._runner.thread:
            raise RuntimeError(f"{self.__name__} can be called from the main thread only")
        return self._runner.ask("call", self, args, kwargs)


class Printed:
    """Stands for sys.stdout: keeps the first MAX_PRINTED characters, forgets the rest."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._left, self._cut = MAX_PRINTED, False

    def write(self, text: str) -> int:
        if self._left > 0:
            self._parts.append(str(text)[: self._left])
            self._left -= len(self._parts[-1])
        self._cut = self._cut or self._left <= 0
        return len(text)

    def text(self) -> str:
        return "".join(self._parts) + ("\n… and more" if self._cut else "")

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return False


def _place_of(error: BaseException) -> tuple[str, str]:
    """(the learner's line that an exception came from, the name of its function).

    Where one of their functions was called by another, the calling line comes first.
    """
    if isinstance(error, SyntaxError) and error.text:
        return f"line {error.lineno}: {error.text.strip()[:200]}", ""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith("<cell ")]
    if not frames:
        return "", ""
    first, last = ((f.name[:60], (f.line or "")[:200]) for f in (frames[0], frames[-1]))
    if first[0] == last[0]:
        return last[1], last[0]
    return f"{first[1]}   (in {first[0]})\n  {last[1]}   (in {last[0]})", last[0]
