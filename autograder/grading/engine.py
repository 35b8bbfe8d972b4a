"""Gets tasks done: by child processes of this machine, or by the workers of a dask cluster.

Both are context managers: work begins on entering, and what they give yields (task, result or Exception) as tasks are
done. A worker that dies costs its task another try, and
after ATTEMPTS tries the task alone is given up: it stays ungraded, the batch goes on.
"""

import contextlib
import multiprocessing
import multiprocessing.forkserver
import queue
import resource
import threading
import time

ATTEMPTS = 4
"""How often a task is tried whose worker dies or that meets a failure of the machinery."""

SPARE = 60
"""Seconds that judging a submission may take beyond what the learner's code may: a test that never ends, whatever that code
gives it, holds up nobody else."""

JUDGE_MEMORY = 6_000_000_000
"""Address space of a judging process, bytes."""


class WorkerDied(Exception):
    """The process that judged a task ended without a result."""


class NeverEnds(Exception):
    """A task took much longer than any should; it is not tried again."""


def prepare():
    """Begin to load what judges need, in a process of its own: it takes a second, in which something else can be done."""
    _context()
    multiprocessing.forkserver.ensure_running()


def _context():
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["autograder.check", "autograder.grading.work"]
    )  # loaded once, not once a submission
    return context


@contextlib.contextmanager
def on_this_machine(tasks, workers):
    """Each of `workers` threads has a child process that judges one task after the other."""
    todo, done = queue.SimpleQueue(), queue.SimpleQueue()
    tasks = list(tasks)
    for task in tasks:
        todo.put(task)
    over = threading.Event()
    context = _context()
    threads = [
        threading.Thread(target=_supervise, args=(context, todo, done, over), daemon=True)
        for _ in range(min(workers, len(tasks)))
    ]
    for thread in threads:
        thread.start()
    try:
        yield (done.get() for _ in tasks)
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _supervise(context, todo, done, over):
    child = connection = None
    while not over.is_set():
        try:
            task = todo.get_nowait()
        except queue.Empty:
            break
        outcome = None
        for _ in range(ATTEMPTS):
            if over.is_set():
                break
            if child is None or not child.is_alive():
                connection, theirs = context.Pipe()
                child = context.Process(target=_judge_all, args=(theirs,), daemon=True)
                child.start()
                theirs.close()
            try:
                outcome = _judged(connection, task, over)
            except (EOFError, OSError):
                outcome = WorkerDied("the process that judged it ended")
                child.join()
            if isinstance(outcome, NeverEnds):
                child.kill()
                child.join()
            elif isinstance(outcome, Exception):
                continue
            break
        done.put((task, outcome))
    if child is not None:
        child.kill()
        child.join()


def _judged(connection, task, over):
    """What a judging process makes of a task: its result, an Exception, or None if all is `over` before."""
    patience = task["limits"]["submission"] + SPARE
    connection.send(task)
    deadline = time.monotonic() + patience
    while not connection.poll(0.5):
        if over.is_set():
            return None
        if time.monotonic() > deadline:
            return NeverEnds(
                f"judging it took longer than {patience:g} s, so it was stopped. Running it again won't help: "
                "which test goes on without an end?"
            )
    return connection.recv()


def _judge_all(connection):
    """Life of a judging process: tasks in, results or exceptions out."""
    from autograder.grading import work

    resource.setrlimit(resource.RLIMIT_AS, (JUDGE_MEMORY, JUDGE_MEMORY))
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        try:
            outcome = work.grade(task)
        except Exception as error:
            outcome = RuntimeError(f"{type(error).__name__}: {error}")
        connection.send(outcome)


@contextlib.contextmanager
def on_a_cluster(tasks, scheduler):
    """The workers of the dask scheduler at tcp://…; each needs this project, bubblewrap, and `--nthreads 1`."""
    try:
        from dask.distributed import Client, as_completed
    except ImportError:
        raise RuntimeError("--scheduler needs dask: pip install 'cost-of-a-token[cluster]'") from None
    from autograder.grading import work

    with Client(scheduler) as client:
        futures = {
            client.submit(work.grade, task, key=f"grade-{task['key']}", retries=ATTEMPTS, pure=False): task
            for task in tasks
        }
        yield ((futures[future], _outcome(future)) for future in as_completed(futures))


def _outcome(future):
    error = future.exception()
    return future.result() if error is None else RuntimeError(f"{type(error).__name__}: {error}")
