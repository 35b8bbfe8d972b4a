"""The judge's side of the conversation: a learner's names as plain callables and objects.

What comes back is either plain data, checked on arrival, or a proxy that asks the runner. A learner's
exception is an ordinary exception here, of a class of the same name. That the runner is late, dead or
talks nonsense is a `RunnerLost`, which no check can catch by accident.
"""

import contextlib
import dataclasses
import json
import os
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, NoReturn

import numpy as np

from autograder.grading.inside.memory import Memory, Violation
from autograder.grading.inside.protocol import Channel, Lost, Peer
from autograder.grading.result import Output, State
from autograder.grading.room import Room, bare
from autograder.grading.sandbox import Limits, Process, Refused
from decodelab.published import RECORDS

MAX_HANDED_BACK = 32_000
"""Bytes of arrays that a learner may hand to a function of the judge's: it works on them in the judge's own
time."""

MAX_BOUND = 4_000_000
"""The same for a function that stands for one of the learner's own: quick ones, of arrays such as a check
makes."""

MAX_SOURCE, MAX_PIECE = 600_000, 10_000
"""Bytes of a cell that is run, and characters of the pieces in which it is sent."""

START = 30
"""Seconds that a runner may take to start."""

MAX_PRINTED = 12_000
"""Characters of what a cell printed, and of its error, that are kept: a little more than an honest runner
sends."""


class RunnerLost(BaseException):
    """The runner can no longer be asked. `state` says why, as in a verdict: timeout, crash or tampered; or
    "disturbed": it was kept from its work by something else. `killed`: whether something that does not belong
    to grading may have ended it."""

    def __init__(self, state: State | Literal["disturbed"], message: str, killed: bool = False) -> None:
        super().__init__(message)
        self.state, self.message, self.killed = state, message, killed


class Infrastructure(Exception):
    """Grading itself failed; nobody's answer is to blame."""


class Session(Peer):
    """A runner, from its start until it is closed.

    seconds  what it may use in all, if less than a submission may
    alone    whether nothing else is being judged: only then doing nothing is held against it
    contents the Room that it finds; all of the project if None
    """

    answers_with_copies = True

    counted = False
    """Whether a driver ran inside since the last `forget`."""

    def __init__(
        self,
        limits: Limits = Limits(),
        walled: bool = True,
        hidden: Sequence[str | os.PathLike[str]] = (),
        seconds: float | None = None,
        alone: bool = False,
        contents: Room | None = None,
    ) -> None:
        self.limits, self.alone = limits, alone
        self._bound: tuple[Callable[..., Any], ...] = ()
        self._seconds, self._asking = limits.submission if seconds is None else seconds, False
        self.process = Process(limits, walled, hidden, contents)
        super().__init__(Channel(self.process.socket), Memory(keeps=False))
        self._proxies: weakref.WeakValueDictionary[int, RemoteObject] = weakref.WeakValueDictionary()
        try:
            with self.within(START):
                self.ask("clear")
            self.process.expect_unprivileged()
        except (RunnerLost, OSError) as error:
            complaint = self.process.complaint()
            self.close()
            raise Infrastructure(f"the runner did not start: {complaint or error}") from None
        except Refused:
            self.close()
            raise

    def close(self) -> None:
        self.process.close()

    # -- what the judge asks --------------------------------------------------------------------------

    def run(self, label: str, source: str) -> Output:
        """Run a cell; its Output."""
        pieces = [source[at : at + MAX_PIECE] for at in range(0, len(source), MAX_PIECE)]
        if len(source.encode()) > MAX_SOURCE:
            return Output(error=f"this cell was not run: it has more than {MAX_SOURCE:,} bytes")
        with self.within(self.limits.cell):
            told = self._told("run", label, pieces)
        if (
            not isinstance(told, dict)
            or set(told) != {"printed", "error"}
            or not isinstance(told["printed"], str)
            or not isinstance(told["error"], (str, type(None)))
        ):
            raise RunnerLost("tampered", "the runner's report on a cell makes no sense")
        return Output(told["printed"][:MAX_PRINTED], told["error"] and told["error"][:MAX_PRINTED])

    def bind(self, functions: Mapping[str, Callable[..., Any]]) -> None:
        """Have names of the learner's stand for functions of the judge's, until this session ends."""
        with self.within(self.limits.cell):
            self._bound = tuple(functions.values())
            self._told("bind", dict(functions))

    def names(self, names: Sequence[str]) -> dict[str, Any]:
        """{name: value or proxy} of those that the learner's cells defined."""
        with self.within(self.limits.cell):
            told = self._told("names", *names)
        if not isinstance(told, dict) or not set(told) <= set(names):
            raise RunnerLost("tampered", "the runner's answer about names makes no sense")
        return told

    def drive(self, driver: Callable[..., Any], objects: Sequence[Any], parameters: dict[str, Any]) -> Any:
        """Run a trusted driver inside the runner on the learner's own objects; its counts, as JSON data."""
        self.counted = True
        with self.within(self.limits.call):
            pieces = self.ask("drive", driver.__module__, driver.__name__, objects, parameters)
        try:
            return json.loads("".join(pieces))
        except (TypeError, ValueError, RecursionError):
            raise RunnerLost("tampered", "counts that are no data") from None

    def forget(self) -> None:
        """Between two tests: nothing of the last one is kept on either side."""
        self.counted = False
        with self.within(self.limits.cell):
            self._told("clear")
        self.clear()

    def _told(self, *question: Any) -> Any:
        """The answer to a question about the runner itself, where an exception is no answer."""
        try:
            return self.ask(*question)
        except (Lost, Violation):
            raise
        except Exception as error:
            raise Violation(f"{type(error).__name__} in place of an answer: {error}"[:300]) from None

    @property
    def used(self) -> float:
        """Seconds that count against what a submission may use: on the processor, or doing nothing."""
        return self.process.used + self.process.idle

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """A limit on the time to everything asked in here; calls within calls share the outermost one's."""
        if self._asking:
            yield
            return
        self._asking = True
        self.process.allow(min(seconds, max(self._seconds - self.used, 0)))
        try:
            yield
            if self.process.killed_for:  # it answered at the last moment
                raise Lost(self.process.killed_for)
        except Lost:
            raise self._lost(seconds) from None
        except Violation as violation:
            self.process.kill()
            raise RunnerLost("tampered", f"the runner sent {violation}") from None
        finally:
            self.process.allow(None)
            self._asking = False

    def _lost(self, seconds: float) -> RunnerLost:
        """The RunnerLost for a runner that is gone."""
        reason, limits = self.process.killed_for, self.limits
        if reason == "memory":
            return RunnerLost("crash", f"used more than {limits.memory / 1e9:g} GB of memory")
        if reason == "files":
            return RunnerLost("crash", f"made more than {limits.files:,} files")
        if reason == "time":
            return RunnerLost("timeout", f"took longer than {seconds:g} s")
        if reason == "idle" and self.alone:
            said = f"did nothing for {seconds:g} s: it sleeps, or waits for something that does not come"
            return RunnerLost("timeout", said)
        if reason == "idle":
            return RunnerLost("disturbed", f"a learner's code did nothing for {seconds:g} s")
        if reason == "file":
            return RunnerLost("disturbed", f"a learner's code waited for a file for {seconds:g} s")
        if reason == "crowded":
            said = f"after {limits.patience * seconds:g} s a learner's code still waited for the processor"
            return RunnerLost("disturbed", said)
        said = "the process that ran this code ended"
        return RunnerLost("crash", said, self.process.killed_from_outside())

    # -- values ---------------------------------------------------------------------------------------

    def serve(self, question: str, function: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
        """The learner's code calls a function that it was handed. Nothing else can be asked of the judge."""
        if question != "call" or isinstance(function, (RemoteObject, type)) or not callable(function):
            raise Violation(f"a question that the judge does not answer: {question!r}")
        args = [_as_it_is(a) for a in args]
        kwargs = {name: _as_it_is(a) for name, a in kwargs.items()}
        size = sum(a.nbytes for a in (*args, *kwargs.values()) if isinstance(a, np.ndarray))
        most = MAX_BOUND if function in self._bound else MAX_HANDED_BACK
        if size > most:
            raise ValueError(
                f"{getattr(function, '__name__', 'this function')} takes arrays of up to "
                f"{most:,} bytes; it was given {size:,}"
            )
        return function(*args, **kwargs)

    def export(self, value: Any) -> dict[str, Any]:
        if RECORDS.get(type(value).__name__) is type(value):
            fields = [getattr(value, field.name) for field in dataclasses.fields(value)]
            return {"record": [type(value).__name__, [self._encode(field, 0) for field in fields]]}
        if not callable(value) or isinstance(value, type):
            raise TypeError(
                f"a {type(value).__name__} can't be handed to a learner's code: only plain data, arrays, "
                "functions and what came from there can"
            )
        return {"mine": [self.enter(value), getattr(value, "__name__", "function")]}

    def number_of(self, value: Any) -> int | None:
        return value._number if isinstance(value, RemoteObject) else None

    def appear(self, content: Any) -> "RemoteObject":
        number, kind, name, can_be_called = content
        if not (isinstance(number, int) and isinstance(kind, str) and isinstance(name, str)):
            raise Violation("an object without number or name")
        proxy = self._proxies.get(number)
        if proxy is None:
            base = RemoteFunction if can_be_called is True else RemoteObject
            kind = kind if kind.isidentifier() else "object"
            proxy = type(kind, (base,), {"__slots__": ()})(self, number, name or kind)
            self._proxies[number] = proxy
        return proxy

    def describe(self, error: BaseException) -> dict[str, str]:
        return {"type": type(error).__name__, "message": str(error)[:2000], "line": "", "function": ""}

    def clear(self) -> None:
        super().clear()
        self._proxies.clear()

    def question(self, *question: Any) -> Any:
        with self.within(self.limits.call):
            return self.ask(*question)


def _as_it_is(value: Any) -> Any:
    """An array as it is now, whatever is written into it later: a judge may keep what it is handed for a
    while."""
    return value.copy() if isinstance(value, np.ndarray) and value.nbytes <= MAX_HANDED_BACK else value


class RemoteObject:
    """An object of the learner's. Its class is named after theirs."""

    __slots__ = ("_session", "_number", "__name__", "__weakref__")

    def __init__(self, session: Session, number: int, name: str) -> None:
        self._session, self._number, self.__name__ = session, number, name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # asked for by Python and NumPy themselves, not by a check
            raise AttributeError(name)
        return self._session.question("get", self, name)

    def __len__(self) -> int:
        return self._session.question("length", self)

    def __bool__(self) -> bool:
        return self._session.question("truth", self) is True

    def __getitem__(self, key: Any) -> Any:
        return self._session.question("item", self, key)

    def __iter__(self) -> Iterator[Any]:
        items = self._session.question("items", self)
        return iter(items if isinstance(items, list) else [])

    def __array__(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} is no array")

    def remote_session(self) -> Session:
        return object.__getattribute__(self, "_session")

    def __repr__(self) -> str:
        return f"<{self.__name__} of the learner's>"


class RemoteFunction(RemoteObject):
    """Something of the learner's that can be called."""

    __slots__ = ()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._session.question("call", self, args, kwargs)


def probe() -> None:
    """Start a runner behind the walls and end it; raises Refused if that can't be done here."""
    try:
        Session(contents=bare()).close()
    except Infrastructure as error:
        raise Refused(
            f"Grading runs learners' code inside bubblewrap, and that does not work here: {error}\n"
            "In a container or on a hardened kernel, user namespaces may have to be allowed. With "
            "--no-sandbox their code runs unprotected in your account: only for answers that "
            "you would run yourself."
        ) from None
