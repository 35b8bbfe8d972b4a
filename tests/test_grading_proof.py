"""Whether a test or the answers are at fault: which tests are doubted, and what becomes of their verdicts."""

import pytest

from autograder.grading import proof
from autograder.grading.result import Result, Verdict

PASS, FAIL = Verdict("pass", 2.0, "passed"), Verdict("fail", 0.0, "wrong")
ODD = Verdict("fail", 0.0, "stopped", unsettled=True)


def result(state="graded", **tests):
    return Result("k", state, "", tests, {})


@pytest.mark.parametrize(
    "judged, doubted",
    [
        ([], set()),
        ([result(a=PASS)], set()),
        ([result(a=FAIL)], {"a"}),
        ([result(a=FAIL), result(a=PASS)], set()),
        ([result(a=PASS), result(a=FAIL)], set()),
        ([result(a=FAIL), result(a=FAIL)], {"a"}),
        ([result(a=ODD), result(a=PASS)], {"a"}),
        ([result(a=PASS), result(a=ODD)], {"a"}),
        ([result(a=FAIL, b=PASS)], {"a"}),
        ([result(a=PASS, b=ODD)], {"b"}),
        ([result(a=Verdict("timeout", 0.0, ""))], {"a"}),
        ([result(a=Verdict("crash", 0.0, ""))], {"a"}),
        ([result(a=Verdict("tampered", 0.0, ""))], set()),
        ([result(a=Verdict("needs a human", None, ""))], set()),
        ([result(a=Verdict("ungraded", None, ""))], set()),
        ([result("not a notebook", a=FAIL)], set()),
        ([result("not a notebook", a=PASS), result(a=FAIL)], {"a"}),
        ([result("not a notebook", a=ODD), result(a=PASS)], set()),
    ],
)
def test_a_test_is_doubted_that_nobody_passes_or_that_stopped_oddly(judged, doubted):
    assert proof.doubtful(judged) == doubted


def test_what_the_solution_does_not_pass_is_at_fault_and_nothing_else():
    solution = result(a=FAIL, b=PASS, c=Verdict("timeout", 0.0, "too long"), d=FAIL)
    assert proof.at_fault(solution, ["a", "b", "c"]) == {"a": "wrong", "c": "too long"}
    assert proof.at_fault(solution, []) == {}


def test_where_nothing_could_be_tried_only_what_is_unsettled_stays_ungraded():
    verdicts = proof.unproved({"a": PASS, "b": FAIL, "c": ODD}, "no room left")
    assert (verdicts["a"], verdicts["b"]) == (PASS, FAIL)
    assert (verdicts["c"].state, verdicts["c"].points) == ("ungraded", None)
    assert verdicts["c"].message == (
        "This test may be at fault, and could not be tried on the lesson's solution: no room left"
    )


def test_what_is_at_fault_costs_nobody_a_point_and_what_was_tried_is_settled():
    tests = {
        "a": FAIL,
        "b": ODD,
        "c": ODD,
        "passed": PASS,
        "by hand": Verdict("needs a human", None, "look"),
        "not tried": ODD,
    }
    faults = {"a": "x" * 400, "passed": "no", "by hand": "no"}
    settled = proof.settled(tests, {"a", "b", "passed", "by hand"}, faults)
    assert (settled["a"].state, settled["a"].points) == ("ungraded", None)
    assert settled["a"].message == (
        "This test was not graded, by its own fault: the lesson's solution does not pass it. " + "x" * 300
    )
    assert settled["b"] == Verdict("fail", 0.0, "stopped")  # the solution passes: it is the answer's fault
    assert settled["c"] == settled["not tried"] == ODD
    assert settled["passed"] == PASS and settled["by hand"] == tests["by hand"]


@pytest.mark.parametrize(
    "state, graded", [("fail", False), ("timeout", False), ("crash", False), ("tampered", True)]
)
def test_of_a_test_at_fault_only_what_a_learner_could_be_blamed_for_is_taken_back(state, graded):
    (verdict,) = proof.settled({"a": Verdict(state, 0.0, "")}, {"a"}, {"a": "wrong"}).values()
    assert (verdict.state == state) == graded
