"""Gets tasks done by the workers of a dask cluster, as engine does it by child processes of this machine.

Each worker has this project, the same as here to the byte, and bubblewrap; no shared disk, no gradebook. What
it sees is what a task holds: one submission, the lesson with its hidden tests, the seeds of this one
judgement. Versions are compared when the command connects, and by each worker before each task, since workers
may come later.
"""

import contextlib
import functools
from collections import deque
from collections.abc import Iterator
from typing import Any

from autograder.grading import engine, version, work
from autograder.grading.result import Again, Result

AHEAD = 4
"""Tasks sent for each thread that the cluster has."""

PATIENCE = 30
"""Seconds to wait for a first worker."""


class Unfit(Exception):
    """There is no such cluster, or a worker of it would not judge as this machine does."""


@contextlib.contextmanager
def on_a_cluster(tasks: engine.Tasks, scheduler: str) -> Iterator[Iterator[tuple[int, engine.Outcome]]]:
    """The workers of the dask scheduler at tcp://… or tls://…; raises Unfit."""
    try:
        from dask.distributed import Client, as_completed
    except ImportError:
        raise Unfit("--scheduler needs dask, which `make scheduler` and `make worker` install.") from None
    try:
        client = Client(scheduler)
    except (OSError, ValueError, TypeError) as error:
        raise Unfit(f"there is no scheduler at {scheduler}, or it does not talk to us: {error}.") from None
    with client:
        _compare(client, scheduler)
        yield _from_a_cluster(client, tasks, as_completed)


@functools.cache
def running() -> str:
    """The version of the code that this process has loaded, whatever becomes of its files."""
    return version.name()


def _compare(client: Any, scheduler: str) -> None:
    """Raises Unfit unless there are workers and each is the same version as this machine."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise Unfit(
            f"no worker has come to {scheduler}; start some: make worker SCHEDULER={scheduler}"
        ) from None
    here = running()
    there = client.run(running, on_error="return")
    others = {worker: said for worker, said in there.items() if said != here}
    if others:
        lines = "".join(f"\n  {worker}: {said}" for worker, said in sorted(others.items()))
        raise Unfit(
            f"workers are another version than this machine ({here}), so they would judge in another "
            f"way:{lines}\nBring their checkouts to the same commit, with the same Python and NumPy (make "
            "worker installs the locked ones), and start them again."
        )


def grade(task: work.Task, expected: str) -> Result | Again:
    """On a worker: what work.grade gives, if this is the version expected."""
    if (here := running()) != expected:
        raise Unfit(f"this worker is version {here}, and {expected} is asked for")
    return work.grade(task)


def _from_a_cluster(
    client: Any, tasks: engine.Tasks, as_completed: Any
) -> Iterator[tuple[int, engine.Outcome]]:
    """(number, outcome) of each task; no more of them are under way than keep the workers busy."""
    again, here = [], running()

    def send(number: int, alone: bool) -> Any:
        task = tasks[number] | {"alone": alone}
        key = f"grade-{task['key']}" + "-alone" * alone
        return client.submit(grade, task, here, key=key, retries=engine.ATTEMPTS, pure=False)

    due, futures = deque(range(len(tasks))), as_completed()
    numbers: dict[Any, int] = {}
    while due or numbers:
        while due and len(numbers) < AHEAD * max(1, sum(client.nthreads().values())):
            number = due.popleft()
            try:
                future = send(number, False)
            except Exception as error:
                yield number, error
                continue
            numbers[future] = number
            futures.add(future)
        if numbers:
            future = next(futures)
            number = numbers.pop(future)
            if isinstance(outcome := _outcome(future), Again):
                again.append(number)
            else:
                yield number, outcome
    for number in again:
        try:
            yield number, _outcome(send(number, True))
        except Exception as error:
            yield number, error


def _outcome(future: Any) -> engine.Outcome:
    error = future.exception()
    return future.result() if error is None else RuntimeError(f"{type(error).__name__}: {error}")
