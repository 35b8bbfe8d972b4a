"""Gets tasks done: by child processes of this machine, or by the workers of a dask cluster.

Both yield (task, result or Exception) as they finish. A worker that dies costs its task another try, and
after ATTEMPTS tries the task alone is given up: it stays ungraded, the batch goes on.
"""

import multiprocessing
import queue
import resource
import threading

ATTEMPTS = 4
"""How often a task is tried whose worker dies or that meets a failure of the machinery."""

JUDGE_MEMORY = 6_000_000_000
"""Address space of a judging process, bytes."""


class WorkerDied(Exception):
    """The process that judged a task ended without a result."""


def on_this_machine(tasks, workers):
    """Each of `workers` threads has a child process that judges one task after the other."""
    todo, done = queue.SimpleQueue(), queue.SimpleQueue()
    tasks = list(tasks)
    for task in tasks:
        todo.put(task)
    over = threading.Event()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["autograder.check", "autograder.grading.work"])  # loaded once, not once a submission
    threads = [threading.Thread(target=_supervise, args=(context, todo, done, over), daemon=True)
               for _ in range(min(workers, len(tasks)))]
    for thread in threads:
        thread.start()
    try:
        for _ in tasks:
            yield done.get()
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
                connection.send(task)
                while not connection.poll(0.5):
                    if over.is_set():
                        break
                else:
                    outcome = connection.recv()
            except (EOFError, OSError):
                outcome = WorkerDied("the process that judged it ended")
                child.join()
            if not isinstance(outcome, Exception):
                break
        done.put((task, outcome))
    if child is not None:
        child.kill()
        child.join()


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


def on_a_cluster(tasks, scheduler):
    """The workers of the dask scheduler at tcp://…; each needs this project, bubblewrap, and `--nthreads 1`."""
    try:
        from dask.distributed import Client, as_completed
    except ImportError:
        raise RuntimeError("--scheduler needs dask: pip install 'cost-of-a-token[cluster]'") from None
    from autograder.grading import work

    with Client(scheduler) as client:
        futures = {client.submit(work.grade, task, key=f"grade-{task['key']}", retries=ATTEMPTS, pure=False): task
                   for task in tasks}
        for future in as_completed(futures):
            error = future.exception()
            yield futures[future], future.result() if error is None else RuntimeError(f"{type(error).__name__}: {error}")
