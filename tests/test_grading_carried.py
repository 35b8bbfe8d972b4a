"""Errors carried forward: what fails only because an earlier exercise is wrong has its points where a course
asks for it."""

import contextlib

import pytest

from autograder.grading import batch, carried, lesson, overview, work
from autograder.grading.judge import judge
from autograder.grading.result import Verdict
from autograder.grading.sandbox import Limits
from autograder.lessons import CHECKS, LESSONS
from tests import grading_course
from tests.grading_course import LESSON, NOTEBOOK, as_bytes, solved, submit
from tests.needs_sandbox import needs_sandbox
from tests.test_grading_book import course, gradebook, laid_out  # noqa: F401, fixtures

WRONG = "def softmax(scores):\n    e = np.exp(scores - scores.max())\n    return e / e.sum()"
QUICK = Limits(cell=20, call=5, submission=60)
STEALING = """
import inspect
def causal_attention(Q, K, V):
    found = [softmax.__class__.__module__, repr(vars(softmax))[:200], str(softmax)]
    for look in (inspect.getsource, lambda f: f.__code__, lambda f: f.__globals__, lambda f: f._runner.ask("names", "softmax")):
        try:
            found.append(look(softmax))
        except BaseException as error:
            found.append(type(error).__name__)
    raise ValueError(str(found))
"""  # noqa: E501


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return lesson.load(grading_course.make(tmp_path_factory.mktemp("course")), LESSON)[0]


def judged(small, carry=True, **sources):
    return judge(small, as_bytes(solved(**sources)), (1, 2, 3), QUICK, carry=carry).tests


@needs_sandbox
def test_only_what_is_right_with_a_right_one_in_place_of_a_wrong_one_is_carried_forward(small):
    tests = judged(small, softmax=WRONG)
    assert tests["test_softmax"].state == "fail" and tests["test_softmax"].points == 0
    attention = tests["test_causal_attention"]
    assert (attention.state, attention.points) == ("carried", 5.0)
    assert attention.message.startswith("Carried forward: with a right `softmax` in place of yours it passes")
    assert "With yours: causal_attention: " in attention.message
    assert all(
        v.state == "pass" for n, v in tests.items() if n not in ("test_softmax", "test_causal_attention")
    )

    leaks = "def causal_attention(Q, K, V):\n    return softmax(Q @ K.T / np.sqrt(Q.shape[1])) @ V"
    tests = judged(small, softmax=WRONG, causal_attention=leaks)
    assert (tests["test_causal_attention"].state, tests["test_causal_attention"].points) == ("fail", 0.0)
    assert "Carried" not in tests["test_causal_attention"].message

    assert judged(small, carry=False, softmax=WRONG)["test_causal_attention"].points == 0.0


@needs_sandbox
def test_what_stands_in_can_be_called_and_not_read_and_is_gone_afterwards(small):
    tests = judged(small, softmax=WRONG, causal_attention=STEALING)
    attention = tests["test_causal_attention"]
    assert attention.state in ("fail", "tampered") and attention.points == 0.0
    kept = (
        "import builtins\ndef causal_attention(Q, K, V):\n    builtins.taken = softmax\n"
        "    return softmax(Q @ K.T) @ V"
    )
    later = "def twice(function, x):\n    import builtins\n    return builtins.taken(np.ones(3))"
    tests = judged(small, softmax=WRONG, causal_attention=kept, twice=later)
    assert tests["test_twice"].points == 0.0 and tests["test_softmax"].points == 0.0


def failed(exercise):
    return Verdict("fail", 0.0, "off", exercise, "equals")


def test_what_is_served_follows_from_what_an_exercise_says_it_uses():
    wrong = [failed("softmax"), Verdict("pass", 1.0, ""), failed("find_leaks"), failed("causal_attention")]
    assert set(carried.in_place_of_wrong_ones(failed("causal_attention"), wrong)) == {"softmax"}
    assert set(carried.in_place_of_wrong_ones(failed("multi_head_attention"), wrong)) == {
        "softmax",
        "causal_attention",
    }
    assert carried.in_place_of_wrong_ones(failed("softmax"), wrong) == {}
    assert carried.in_place_of_wrong_ones(failed(""), wrong) == {}, "a test of an instructor's own"
    assert carried.in_place_of_wrong_ones(Verdict("timeout", 0.0, "", "causal_attention"), wrong) == {}


@pytest.mark.parametrize("name", [name for name, check in CHECKS.items() if check.uses])
def test_an_exercise_uses_others_of_its_lesson_that_come_before_it_and_can_be_served(name):
    (order,) = (package.EXERCISES for package in LESSONS.values() if name in package.EXERCISES)
    for used in CHECKS[name].uses:
        assert order.index(used) < order.index(name) and CHECKS[used].right is not None


@pytest.mark.parametrize("name", [name for name, check in CHECKS.items() if check.right])
def test_what_is_served_passes_its_own_check(name):
    with contextlib.redirect_stdout(None):
        CHECKS[name](CHECKS[name].right)


@pytest.mark.slow
@needs_sandbox
def test_a_mark_goes_from_the_submission_to_the_gradebooks_comment_and_the_report(course, monkeypatch):  # noqa: F811
    (course.root / "nbgrader_config.py").write_text(
        "c = get_config()\nc.Judge.errors_carried_forward = True\n"
    )
    submit(course.root, "ann", solved(softmax=WRONG, why="because"))
    monkeypatch.setattr(
        batch, "_judging", lambda tasks, *_: contextlib.nullcontext(enumerate(map(work.grade, tasks)))
    )
    mine = batch.Course(course.root)
    (ann,) = batch.grade(mine, LESSON)
    assert ann.scores["test_causal_attention"] == (5.0, 5.0) and ann.scores["test_softmax"] == (0.0, 0.0)
    with gradebook(course) as book:
        comments = book.find_submission_notebook(NOTEBOOK, LESSON, "ann").comments
        told = {comment.cell.name: comment.auto_comment for comment in comments if comment.auto_comment}
    assert told == {
        "test_causal_attention": (
            "Carried forward: with a right `softmax` in place of yours it passes, so its points count."
        )
    }
    from autograder.grading import report

    page = report.page(mine, LESSON, [ann])
    assert "1\N{NO-BREAK SPACE}carried forward" in page and overview.MARKS["carried"][1] in page
    assert ann.entry["verdicts"]["test_causal_attention"]["state"] == "carried"

    (course.root / "nbgrader_config.py").write_text("c = get_config()\n")
    (ann,) = batch.grade(batch.Course(course.root), LESSON)
    assert ann.scores["test_causal_attention"] == (0.0, 0.0) and ann.entry["why"] == [
        "graded with other options"
    ]
    with gradebook(course) as book:
        comments = book.find_submission_notebook(NOTEBOOK, LESSON, "ann").comments
        assert not any("Carried" in (comment.auto_comment or "") for comment in comments)
