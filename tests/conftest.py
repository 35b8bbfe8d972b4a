"""What stands at the end of a test run, with pytest-xdist too: the table of sample answers, and what could
not be tested."""

import gc
import signal
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.needs_sandbox import NO_SANDBOX

# A grammar that jsonschema would compile for 2 s in each process, and nobody here needs (gradebook.py).
sys.modules.setdefault("rfc3987_syntax", None)

KINDS = ("sandbox", "browser", "release", "thorough", "slow")
"""Marks of tests that `make check` leaves out; what a run leaves out is said at its end."""

_left_out = Counter()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent / "browser" in item.path.parents:
            item.add_marker("browser")
        if any(mark.kwargs.get("reason") == NO_SANDBOX for mark in item.iter_markers("skipif")):
            item.add_marker("sandbox")


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    """A test that runs event loops does so in a thread of its own: in the main one the browser's driver keeps
    a loop running."""
    if not pyfuncitem.get_closest_marker("event_loop"):
        return None
    arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    with ThreadPoolExecutor(1) as thread:
        thread.submit(pyfuncitem.obj, **arguments).result()
    return True


def pytest_configure():
    """Ctrl-C is heard where it was switched off, as for what scripts start in the background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish():
    """What is there once all tests are collected stays: those that collect garbage needn't walk it."""
    gc.collect()
    gc.freeze()


def pytest_deselected(items):
    for item in items:
        _left_out[next((kind for kind in KINDS if item.get_closest_marker(kind)), "others")] += 1


def pytest_sessionfinish(session):
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = dict(_left_out)
    if measured := "coverage" in sys.modules and sys.modules["coverage"].Coverage.current():
        measured.save()  # at its exit a worker may be stopped before it is done


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """Every worker of pytest-xdist leaves out the same tests."""
    _left_out.update({k: n for k, n in node.workeroutput.get("left_out", {}).items() if k not in _left_out})


ANSWER_COLUMNS = {
    "accepted": "accepted",
    "refused": "refused",
    "named": "named",
    "unnamed": "rejected, no name",
    "misnamed": "misnamed",
    "passed": "passed",
}
"""Outcomes in test_answers.py: the first two of right answers, the others of wrong ones."""


def pytest_terminal_summary(terminalreporter):
    _not_tested(terminalreporter)
    if _left_out:
        terminalreporter.section("LEFT OUT")
        terminalreporter.write_line(", ".join(f"{count} {kind}" for kind, count in sorted(_left_out.items())))
    for corpus, title in (("forgery", "forgeries"), ("attack", "attacks")):
        _corpus(terminalreporter, corpus, title)
    outcomes = Counter(
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", None) == "call"
        for key, value in report.user_properties
        if key == "answer"
        for value in [tuple(value)]
    )
    if not outcomes:
        return
    write = terminalreporter.write_line
    terminalreporter.section("sample answers")
    write(f"{'':24}{'right:':>10}{'':>10}{'wrong:':>10}")
    write(f"{'':24}" + "".join(f"{title:>{max(10, len(title) + 2)}}" for title in ANSWER_COLUMNS.values()))
    for exercise in [*sorted({exercise for exercise, _ in outcomes}), "all"]:
        counts = [
            sum(n for (e, o), n in outcomes.items() if o == outcome and exercise in (e, "all"))
            for outcome in ANSWER_COLUMNS
        ]
        write(
            f"{exercise:24}"
            + "".join(
                f"{n or '·':>{max(10, len(title) + 2)}}" for n, title in zip(counts, ANSWER_COLUMNS.values())
            )
        )


def _not_tested(terminalreporter):
    """Reasons for which tests were skipped: a green run without walls or a browser must not look like one
    with them."""
    reasons = Counter(
        report.longrepr[2].removeprefix("Skipped: ")
        for report in terminalreporter.stats.get("skipped", ())
        if isinstance(report.longrepr, tuple)
    )
    if reasons:
        terminalreporter.section("NOT TESTED")
        for reason, count in reasons.most_common():
            terminalreporter.write_line(f"{count} tests: {reason}")


def _corpus(terminalreporter, corpus, title):
    """The tables of tests/forgeries and tests/attacks: each with how it ended."""
    rows = sorted(
        tuple(value)
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", None) == "call"
        for key, value in report.user_properties
        if key == corpus
    )
    if rows:
        terminalreporter.section(f"{len(rows)} {title}")
        widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
        for row in rows:
            terminalreporter.write_line(
                "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip()
            )
