"""A check that gets no answer says so and goes on; one that is interrupted says where, in one line."""

import _thread
import contextlib
import io
import sys
import threading
import time

import pytest

from autograder import check
from autograder.kit import patience
from autograder.kit.exercise import quiet
from autograder.kit.patience import Interrupted, Patience

LINE = "while not over.wait(0.01):"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(patience, "SECONDS", 0.2)


def _slow(over, then):
    """A mask that comes as late as it can; `then` is called beside it."""

    def causal_mask(n):
        while not over.wait(0.01):
            print("flooding " * 10)
        raise ValueError("enough")

    threading.Thread(target=then, args=(over,), daemon=True).start()
    return causal_mask


def _output_of(answer, error=AssertionError):
    with contextlib.redirect_stdout(io.StringIO()) as out, pytest.raises(error) as caught:
        check.causal_mask(answer)
    return out.getvalue(), str(caught.value)


def test_a_check_that_takes_long_quotes_the_learners_line_once_and_goes_on():
    def end_it(over):
        time.sleep(0.6)
        over.set()

    said, failure = _output_of(_slow(threading.Event(), end_it))
    assert said.count("causal_mask: still running after 0.2 s in line ") == 1 and f"`{LINE}`" in said
    assert "flooding" not in said and "enough" in failure


def test_an_interrupt_ends_a_check_with_one_line_of_the_learners():
    def interrupt(over):
        time.sleep(0.3)
        _thread.interrupt_main()

    _, told = _output_of(_slow(threading.Event(), interrupt), Interrupted)
    assert told.startswith("causal_mask: interrupted in line ") and "`" in told and "\n" not in told
    error = Interrupted(told)
    assert isinstance(error, KeyboardInterrupt) and error._render_traceback_() == [told]


def test_a_quick_check_leaves_no_word_and_no_thread_that_speaks_later():
    with contextlib.redirect_stdout(io.StringIO()) as out:
        with Patience("quick"):
            pass
        time.sleep(0.4)
    assert not out.getvalue()


def test_a_check_within_a_check_speaks_once_and_into_the_output_of_the_outer_one():
    with contextlib.redirect_stdout(io.StringIO()) as out, Patience("outer"), quiet(), Patience("inner"):
        time.sleep(0.4)
    assert out.getvalue().startswith("outer: still running") and "inner" not in out.getvalue()


def test_what_a_learner_prints_without_end_takes_no_memory():
    with quiet():
        sys.stdout.write("x" * 1000)
        assert not getattr(sys.stdout, "getvalue", None)


KERNEL = """
from autograder import check
from autograder.kit import patience
patience.SECONDS = 0.5
def causal_mask(n):
    i = 0
    while i < n:
        i = i
    return i
"""


def test_in_a_kernel_the_words_reach_the_right_cell_and_an_interrupt_leaves_it_usable():
    """What JupyterLab does, over the same messages: run, wait, press ■, run another cell."""
    manager = pytest.importorskip("jupyter_client.manager")
    kernel, client = manager.start_new_kernel(kernel_name="python3")
    try:

        def run(code, interrupt_at=None):
            seen = []

            def hook(message):
                seen.append((message["msg_type"], message["content"], message["parent_header"]["msg_id"]))
                if interrupt_at and interrupt_at in str(message["content"]):
                    kernel.interrupt_kernel()

            reply = client.execute_interactive(code, timeout=60, output_hook=hook)
            return seen, reply

        run(KERNEL)
        seen, reply = run("check.causal_mask(causal_mask)", interrupt_at="still running")
        mine = reply["parent_header"]["msg_id"]
        said = "".join(c["text"] for kind, c, parent in seen if kind == "stream" and parent == mine)
        assert "causal_mask: still running after 0.5 s in line " in said
        errors = [c for kind, c, parent in seen if kind == "error" and parent == mine]
        assert [e["ename"] for e in errors] == ["KeyboardInterrupt"]
        (line,) = errors[0]["traceback"]
        assert line.startswith("causal_mask: interrupted in line ")
        seen, reply = run("print(6 * 7)")
        assert reply["content"]["status"] == "ok"
        assert [c["text"] for kind, c, _ in seen if kind == "stream"] == ["42\n"]
    finally:
        client.stop_channels()
        kernel.shutdown_kernel(now=True)
