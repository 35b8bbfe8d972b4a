"""Whether a test or the answers are at fault: the lesson's own solution tells.

A test that stopped in a way nobody foresaw, or that nobody in the class passes, is tried on the solution.
What the solution does not pass, no learner could: such a test stays ungraded for all who did not pass it.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from autograder.grading.result import Result, Verdict

OF_LEARNERS = ("fail", "timeout", "crash")
"""States that score 0; if the test is at fault, they don't count."""


def doubtful(judged: Iterable[Result]) -> set[str]:
    """{grade_id} of a lesson's tests that have to be tried on its solution before the verdicts of these
    results count."""
    results = [result.tests for result in judged if result.graded]
    names = {name for tests in results for name in tests}
    return {
        name
        for name in names
        if any(tests[name].unsettled for tests in results)
        or not any(tests[name].state == "pass" for tests in results)
        and any(tests[name].state in OF_LEARNERS for tests in results)
    }


def at_fault(proof: Result, names: Iterable[str]) -> dict[str, str]:
    """{grade_id: what the solution was told} of those tests that the solution's result does not pass."""
    return {name: proof.tests[name].message for name in names if proof.tests[name].state != "pass"}


def unproved(tests: Mapping[str, Verdict], why: str) -> dict[str, Verdict]:
    """The verdicts of one submission whose tests could not be tried: those that may be at fault are
    ungraded."""
    said = f"This test may be at fault, and could not be tried on the lesson's solution: {why}"
    return {
        name: _ungraded(verdict, said) if verdict.unsettled else verdict for name, verdict in tests.items()
    }


def settled(
    tests: Mapping[str, Verdict], tried: Container[str], faults: Mapping[str, str]
) -> dict[str, Verdict]:
    """The verdicts of one submission, after some tests were tried: those that are at fault are ungraded, the
    others as they are."""
    verdicts = {
        name: replace(verdict, unsettled=verdict.unsettled and name not in tried)
        for name, verdict in tests.items()
    }
    for name in faults:
        if verdicts[name].state in OF_LEARNERS:
            said = "This test was not graded, by its own fault: the lesson's solution does not pass it. "
            verdicts[name] = _ungraded(verdicts[name], said + faults[name][:300])
    return verdicts


def _ungraded(verdict: Verdict, said: str) -> Verdict:
    return replace(verdict, state="ungraded", points=None, message=said)
