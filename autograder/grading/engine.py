"""Gets tasks done by child processes of this machine (cluster.py: by the workers of a dask cluster).

Both have a context manager: work begins on entering, and what it gives yields (number of a task, result or
Exception) as tasks are done. Tasks are taken from their sequence one by one, which may make them when they
are due. A worker that dies costs its task another try, and after ATTEMPTS tries the task alone is given up:
it stays ungraded, the batch goes on. A task that something kept from its work is done again after all others,
with nothing beside it.
"""

import contextlib
import multiprocessing
import multiprocessing.forkserver
import multiprocessing.resource_tracker
import os
import queue
import resource
import select
import signal
import threading
import time
from collections import deque
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import TYPE_CHECKING, Protocol

from autograder.grading import processes
from autograder.grading.result import Again, Result

if TYPE_CHECKING:  # what work loads takes a second
    from autograder.grading.work import Task


class Tasks(Protocol):
    """Some tasks, each of which may be made when it is asked for."""

    def __len__(self) -> int: ...
    def __getitem__(self, number: int, /) -> "Task": ...


Outcome = Result | Again | Exception | None
"""What becomes of a task: None if all is over before it is done."""

ATTEMPTS = 4
"""How often a task is tried whose worker dies or that meets a failure of the machinery."""

SPARE = 60
"""Seconds that judging a submission may take beyond what the learner's code may: a test that never ends,
whatever that code gives it, holds up nobody else."""

JUDGE_MEMORY = 6_000_000_000
"""Address space of a judging process, bytes."""


class WorkerDied(Exception):
    """The process that judged a task ended without a result."""


class NeverEnds(Exception):
    """A task took much longer than any should; it is not tried again."""


def prepare() -> None:
    """Begin to load what judges need, in a process of its own: it takes a second, in which something else can
    be done."""
    _context()
    multiprocessing.resource_tracker.ensure_running()  # it would undo what comes next
    # Ctrl-C is the command's: the process, and all that are forked from it, are born deaf to it
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        multiprocessing.forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)


def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["autograder.grading.warm"])  # loaded once, not once a submission
    return context


@contextlib.contextmanager
def on_this_machine(tasks: "Tasks", workers: int) -> Iterator[Iterator[tuple[int, Outcome]]]:
    """Each of `workers` threads has a child process that judges one task after the other."""
    work = _Work(tasks)
    prepare()
    context = _context()
    threads = [
        threading.Thread(target=_supervise, args=(context, work), daemon=True)
        for _ in range(min(workers, len(tasks)))
    ]
    for thread in threads:
        thread.start()
    try:
        yield (work.done.get() for _ in range(len(tasks)))
    finally:
        work.over.set()
        for thread in threads:
            thread.join()


class _Work:
    """Tasks: to be done, done, and to be done again when nothing else is."""

    def __init__(self, tasks: "Tasks") -> None:
        self.done: queue.SimpleQueue[tuple[int, Outcome]] = queue.SimpleQueue()
        self.over = threading.Event()
        self._tasks, self._running = tasks, 0
        self._todo, self._again = deque(range(len(tasks))), deque[int]()
        self._changed = threading.Condition()

    def next(self) -> tuple[int, bool] | None:
        """(number of a task, whether it is to be done alone); waits for one. None if none is left, or all is
        over."""
        with self._changed:
            while not self.over.is_set():
                if self._todo or self._again and not self._running:
                    self._running += 1
                    return (self._todo.popleft(), False) if self._todo else (self._again.popleft(), True)
                if not self._running:
                    return None
                self._changed.wait(0.5)
        return None

    def make(self, number: int, alone: bool) -> "Task":
        return self._tasks[number] | {"alone": alone}

    def finish(self, number: int, alone: bool, outcome: Outcome) -> None:
        with self._changed:
            self._running -= 1
            if isinstance(outcome, Again) and not alone:
                self._again.append(number)
            else:
                self.done.put((number, outcome))
            self._changed.notify_all()


def _supervise(context: ForkServerContext, work: _Work) -> None:
    child: ForkServerProcess | None = None
    while (due := work.next()) is not None:
        try:
            task = work.make(*due)
        except Exception as error:
            work.finish(*due, error)
            continue
        outcome: Outcome = None
        for _ in range(ATTEMPTS):
            if work.over.is_set():
                break
            if child is None or not child.is_alive():
                connection, theirs = context.Pipe()
                child = context.Process(target=_judge_all, args=(theirs,), daemon=True)
                child.start()
                theirs.close()
            try:
                outcome = _judged(connection, task, work.over, child)
            except (EOFError, OSError):
                outcome = WorkerDied("the process that judged it ended")
                child.join()
            if isinstance(outcome, NeverEnds):
                child.kill()
                child.join()
            elif isinstance(outcome, Exception):
                continue
            break
        work.finish(*due, outcome)
    if child is not None:
        child.kill()
        child.join()


def _judged(connection: Connection, task: "Task", over: threading.Event, child: ForkServerProcess) -> Outcome:
    """What a judging process makes of a task: its result, an Exception, or None if all is `over` before."""
    limits = task["limits"]
    patience, last = limits["submission"] + SPARE, limits["endurance"] * limits["submission"] + SPARE
    judge = child.pid
    assert judge is not None  # it was started
    connection.send(task)
    begun, deadline = processes.on_processor(judge), time.monotonic() + last
    while not connection.poll(0.5):
        if over.is_set():
            return None
        with contextlib.suppress(OSError):  # it ended: the connection will say so
            if processes.on_processor(judge) - begun > patience or time.monotonic() > deadline:
                return NeverEnds(
                    f"judging it took longer than {patience:g} s, so it was stopped. Running it again won't "
                    "help: which test goes on without an end?"
                )
    return connection.recv()


def _end_with_the_command(connection: Connection) -> None:
    """Kill this process once nobody holds the other end of its connection, whatever it is doing. (Its parent,
    the fork server, stays as long as it does.)"""
    ended = select.poll()
    ended.register(connection.fileno(), 0)
    ended.poll()
    os.kill(os.getpid(), signal.SIGKILL)


def _judge_all(connection: Connection) -> None:
    """Life of a judging process: tasks in, results or exceptions out."""
    from autograder.grading import work

    threading.Thread(target=_end_with_the_command, args=(connection,), daemon=True).start()
    resource.setrlimit(resource.RLIMIT_AS, (JUDGE_MEMORY, JUDGE_MEMORY))
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        outcome: Outcome
        try:
            outcome = work.grade(task)
        except Exception as error:
            outcome = RuntimeError(f"{type(error).__name__}: {error}")
        connection.send(outcome)
