"""Judging one submission behind the walls: verdicts, points, crashes, and what a notebook may contain."""

import dataclasses
import os
import signal
import time
from pathlib import Path

import pytest

import autograder
from autograder.grading import lesson, processes
from autograder.grading.judge import judge
from autograder.grading.sandbox import Limits
from tests import grading_course
from tests.grading_course import AUTOMATIC, answered, as_bytes, cell, solved
from tests.needs_sandbox import needs_sandbox
from tests.process_state import state

pytestmark = needs_sandbox

QUICK = Limits(cell=20, call=5, submission=60)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return lesson.load(grading_course.make(tmp_path_factory.mktemp("course")), grading_course.LESSON)[0]


@pytest.fixture(scope="module")
def judged(small):
    """judged(submission) -> its result; submissions are judged once."""
    return lambda submission, **kwargs: judge(
        small, as_bytes(submission), (1, 2, 3), kwargs.pop("limits", QUICK), **kwargs
    )


def points(result):
    return {name: verdict.points for name, verdict in result.tests.items()}


def test_a_solved_lesson_has_full_marks(judged):
    assert points(judged(solved())) == AUTOMATIC


def test_the_judge_works_for_nobody_but_through_functions_that_it_handed_over(judged):
    result = judged(
        answered(twice="def twice(function, x):\n    return function._runner.ask('call', int, ('5',), {})")
    )
    assert result.tests["test_twice"].state == "tampered"


def test_what_a_hidden_test_finds_again_is_said_once(judged):
    message = judged(solved()).tests["test_causal_attention"].message
    assert message.count("everything holds") == 1 and message.count("[ok] float32 stays float32") == 1


def test_a_blank_lesson_has_none(judged):
    result = judged(answered())
    assert set(points(result).values()) == {0.0}
    assert "not written yet" in result.tests["test_causal_mask"].message
    assert result.answers == {"why": False}


def test_a_wrong_answer_fails_at_its_check_with_its_diagnosis_and_alone(judged):
    result = judged(
        solved(
            causal_attention=(
                "def causal_attention(Q, K, V):\n    return softmax(Q @ K.T / np.sqrt(Q.shape[1])) @ V"
            )
        )
    )
    verdict = result.tests["test_causal_attention"]
    assert (verdict.state, verdict.check, verdict.misconception) == ("fail", "causality", "no_mask")
    assert points(result) == AUTOMATIC | {"test_causal_attention": 0.0}


@pytest.mark.parametrize(
    "answer, said",
    [
        (
            "class Stack:\n    def __init__(self):\n        self.items = np.empty((0, 2))\n"
            "    def append(self, row):\n        self.items = np.vstack([self.items, row, row])\n"
            "    def __len__(self):\n        return len(self.items)",
            "assert len(stack) == 1",
        ),
        (
            "class Stack:\n    items = []\n    def append(self, row):\n        raise KeyError('oh')",
            "raised KeyError: 'oh'",
        ),
        (
            "class Stack:\n    def __init__(self):\n        self.rows = []\n    def append(self, row):\n"
            "        self.rows.append(row)\n    def __len__(self):\n        return len(self.rows)\n"
            "    @property\n    def items(self):\n        return np.array(self.rows).reshape(-1, 2)",
            "a stack keeps what was appended",
        ),
    ],
)
def test_plain_asserts_on_a_learners_class_are_judged(judged, answer, said):
    verdict = judged(solved(Stack=answer)).tests["test_stack"]
    assert verdict.state == "fail" and said in verdict.message


def test_the_source_of_a_hidden_test_is_never_told(judged):
    result = judged(
        solved(
            Stack=(
                "class Stack:\n    def __init__(self):\n        self.items = np.zeros((0, 2))\n"
                "    def append(self, row):\n        self.items = row[None]\n    def __len__(self):\n"
                "        return len(self.items)"
            ),
            twice="def twice(function, x):\n    return 5",
        )
    )
    assert "[[1, 2]]" not in str(result.tests) and "2 * x" not in str(result)
    assert "hidden" in result.tests["test_twice"].message


def test_a_test_that_ends_in_a_number_gives_that_many_points(judged):
    result = judged(solved(count="def count(n):\n    return n"))
    assert result.tests["test_count"].points == 1.0


def test_a_crash_costs_the_test_it_happened_in_and_no_other(judged):
    result = judged(solved(count="import os\ndef count(n):\n    os._exit(0)"))
    assert result.tests["test_count"].state == "crash"
    assert points(result) == AUTOMATIC | {"test_count": 0.0}


@pytest.mark.parametrize("member", [0, 1, -1], ids=["bubblewrap", "the first process inside", "the runner"])
def test_a_runner_that_others_kill_again_and_again_costs_nothing(judged, monkeypatch, member):
    from autograder import check

    kills, undisturbed = [], check.softmax

    def while_others_kill(softmax, *, seed=0):
        if len(kills) < 11:
            family = processes.family_of(softmax.remote_session().process._popen.pid)
            kills.append(os.kill(family[member], signal.SIGKILL))
            end = time.monotonic() + 60
            while state(family[-1]) not in ("gone", "Z") and time.monotonic() < end:  # it may still answer
                time.sleep(0.01)
        undisturbed(softmax, seed=seed)

    monkeypatch.setattr(check, "softmax", while_others_kill)
    assert points(judged(solved())) == AUTOMATIC and len(kills) == 11


def test_a_runner_that_kills_itself_costs_its_test_and_no_other(judged):
    result = judged(solved(count="import os\ndef count(n):\n    os.kill(os.getpid(), 9)"))
    assert result.tests["test_count"].state == "crash"
    assert points(result) == AUTOMATIC | {"test_count": 0.0}


def test_an_endless_loop_in_an_answer_costs_its_test_and_no_other(judged):
    result = judged(
        solved(count="def count(n):\n    while True:\n        pass"), limits=Limits(call=1, cell=5)
    )
    assert result.tests["test_count"].state == "timeout"
    assert points(result) == AUTOMATIC | {"test_count": 0.0}


def test_a_cell_that_never_ends_costs_what_stands_in_it(judged):
    result = judged(solved(count="while True:\n    pass"), limits=Limits(call=1, cell=1))
    assert points(result) == AUTOMATIC | {"test_count": 0.0}
    assert "not defined" in result.tests["test_count"].message


def test_a_cell_that_raises_keeps_what_it_defined_before(judged):
    result = judged(
        solved(count="def count(n):\n    return n * (n + 1) // 2\n\nraise RuntimeError('left over')")
    )
    assert points(result) == AUTOMATIC


def test_a_missing_name_is_told_with_what_stopped_its_cell(judged):
    message = judged(solved(count="def count(n)\n    return 1")).tests["test_count"].message
    assert "`count` is not defined" in message and "SyntaxError" in message and "line 1" in message


@pytest.mark.parametrize(
    "answer",
    [
        "%matplotlib inline\n!ls\nimport numpy as np\ndef count(n):\n    return n * (n + 1) // 2\ncount?\n"
        "files = !ls",
        "%%time\ndef count(n):\n    return n * (n + 1) // 2",
        "from autograder import check\nfrom decodelab import reference\ndef count(n):\n"
        "    return n * (n + 1) // 2\ncheck.softmax(count)\ncheck.any(1)\ndisplay(count(3))",
        "from IPython.display import display, HTML\nfrom ipywidgets import interact\ndef count(n):\n"
        "    print('counting', n)\n    return n * (n + 1) // 2\ninteract(count, n=(0, 3))",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\ndef count(n):\n"
        "    return n * (n + 1) // 2",
        "import warnings\ndef count(n):\n    warnings.warn('slow')\n    return sum(range(n + 1))",
        "if __name__ == '__main__':\n    from dataclasses import dataclass\n    @dataclass\n    class P:\n"
        "        n: 'int'\n    def count(n):\n        return P(n).n * (n + 1) // 2",
        "get_ipython().run_line_magic('load_ext', 'autoreload')\ncount = lambda n: n * (n + 1) // 2",
        "from IPython import get_ipython\nimport asyncio\nhalf = await asyncio.sleep(0, 2)\n"
        "get_ipython().system('ls')\ndef count(n):\n    return n * (n + 1) // half",
    ],
    ids=range(9),
)
def test_what_notebooks_contain_does_no_harm(judged, answer):
    assert points(judged(solved(count=answer))) == AUTOMATIC


def test_a_cell_of_many_lines_is_run(judged):
    data = "\n".join(f"    {number}," for number in range(30_000))
    result = judged(solved(count=f"data = [\n{data}\n]\ndef count(n):\n    return n * (n + 1) // 2"))
    assert points(result) == AUTOMATIC
    message = (
        judged(solved(count="x = '" + 300_001 * "é" + "'\ndef count(n):\n    return 1"))
        .tests["test_count"]
        .message
    )
    assert "not run: it has more than 600,000 bytes" in message


def test_a_runner_that_prints_without_end_is_cut_off_out_here(judged):
    flood = """import sys
runner = sys.modules["inside.runner"]
runner.Printed.text = lambda self: "x" * 3_000_000
sys.modules["inside.protocol"].MAX_TEXT = 10**7
def count(n):
    return n * (n + 1) // 2"""
    result = judged(solved(count=flood))
    assert points(result) == AUTOMATIC
    assert max(len(c.output.printed) for c in result.cells if c.output) <= 12_000


def test_a_helper_in_a_cell_of_its_own_works(judged):
    submission = solved(count="def count(n):\n    return half(n * (n + 1))")
    at = submission["cells"].index(cell(submission, "count"))
    submission["cells"].insert(
        at, {"cell_type": "code", "metadata": {}, "source": "def half(n):\n    return n // 2", "outputs": []}
    )
    assert points(judged(submission)) == AUTOMATIC


def test_the_figures_of_the_release_are_left_out_unless_something_needs_them(judged):
    result = judged(
        solved(
            count=(
                "import sys\ndef count(n):\n    assert 'matplotlib' not in sys.modules\n"
                "    return n * (n + 1) // 2"
            )
        )
    )
    assert points(result) == AUTOMATIC
    result = judged(solved(count="def count(n):\n    return int(example.sum()) - 4 + n * (n + 1) // 2"))
    assert points(result) == AUTOMATIC


def test_what_a_learner_prints_is_kept_up_to_a_limit(judged):
    result = judged(
        solved(count="print('x' * 10**6)\ndef count(n):\n    print('y' * 10**6)\n    return n * (n + 1) // 2")
    )
    assert points(result) == AUTOMATIC
    printed = next(c.output.printed for c in result.cells if c.id == "count")
    assert printed.startswith("xxx") and len(printed) < 11_000


def test_the_seed_changes_what_an_answer_is_asked(small):
    seen = set()
    for seed in ((1,), (2,)):
        result = judge(
            small,
            as_bytes(solved(softmax="def softmax(scores):\n    raise ValueError(repr(scores.ravel()[0]))")),
            seed,
            QUICK,
        )
        seen.add(result.tests["test_softmax"].message)
    assert len(seen) == 2


def test_the_same_seed_gives_the_same_verdicts(judged):
    wrong = solved(softmax="def softmax(scores):\n    return np.exp(scores)")
    assert judged(wrong).tests == judged(wrong).tests


def test_without_walls_the_verdicts_are_the_same(judged):
    wrong = solved(softmax="def softmax(scores):\n    return np.exp(scores)")
    assert judged(wrong).tests == judged(wrong, walled=False).tests


def test_what_a_check_cannot_settle_goes_to_a_human_with_its_figures(judged, monkeypatch):
    from autograder import check
    from autograder.kit.verdict import CheckFailed

    def undecided(softmax, *, seed=0):
        raise CheckFailed("64 multiply-adds were counted, 128 are needed", needs_human=True)

    monkeypatch.setattr(check, "softmax", undecided)
    verdict = judged(solved()).tests["test_softmax"]
    assert (verdict.state, verdict.points) == ("needs a human", None) and "128 are needed" in verdict.message


def with_tests(small, **tests):
    """The small lesson with other tests."""
    cells = [
        dataclasses.replace(cell, source=tests[cell.grade_id], test=tests[cell.grade_id])
        if cell.grade_id in tests
        else cell
        for cell in small.cells
    ]
    return dataclasses.replace(small, cells=tuple(cells))


def test_what_stops_a_test_by_its_own_fault_is_never_the_learners(small, monkeypatch):
    from autograder import check

    broken = {}
    file = Path(autograder.__file__).parent / "lessons" / "some_lesson" / "page.py"
    exec(compile("def check(answer, *, seed=0):\n    return len(5)", str(file), "exec"), broken)
    monkeypatch.setattr(check, "softmax", broken["check"])
    lesson = with_tests(
        small,
        test_count="assert count(3) + 'x'",
        test_twice="assert twice(",
        test_stack="assert chekc(Stack)",
        test_causal_mask="causal_mask(3)",
        test_q4_keys="import no_such_module\nno_such_module.check(q4_keys)",
    )
    verdicts = judge(lesson, as_bytes(solved()), (1, 2), QUICK).tests
    states = {name: (verdict.state, verdict.points, verdict.unsettled) for name, verdict in verdicts.items()}
    at_fault, in_doubt = ("ungraded", None, False), ("fail", 0.0, True)
    assert states == {
        "test_softmax": at_fault,
        "test_twice": at_fault,
        "test_count": in_doubt,
        "test_stack": in_doubt,
        "test_causal_mask": in_doubt,
        "test_q4_keys": in_doubt,
        "test_causal_attention": ("pass", 5.0, False),
    }
    assert "TypeError" in verdicts["test_softmax"].message and "page.py" in verdicts["test_softmax"].message


@pytest.mark.parametrize(
    "answer, in_doubt",
    [
        ("def count(n):\n    raise TypeError('mine')", False),
        ("def count(n):\n    return None", False),
        ("def count(n):\n    return 'abc'", False),
    ],
)
def test_what_a_learners_code_raises_or_gives_is_the_learners(judged, answer, in_doubt):
    verdict = judged(solved(count=answer)).tests["test_count"]
    assert (verdict.state, verdict.points, verdict.unsettled) == ("fail", 0.0, in_doubt)


def test_an_answer_that_passes_at_another_place_goes_to_a_person(judged):
    submission = solved(count="def count(n):\n    return 0")
    submission["cells"].append(
        {"cell_type": "code", "metadata": {}, "source": cell(solved(), "count")["source"], "outputs": []}
    )
    verdicts = judged(submission).tests
    assert (verdicts["test_count"].state, verdicts["test_count"].points) == ("needs a human", None)
    assert all(v.state == "pass" for name, v in verdicts.items() if name != "test_count")


def test_a_wrong_answer_beside_another_wrong_one_is_wrong(judged):
    submission = solved(count="def count(n):\n    return 0")
    submission["cells"].append(
        {"cell_type": "code", "metadata": {}, "source": "def count(n):\n    return 1", "outputs": []}
    )
    assert judged(submission).tests["test_count"].state == "fail"


def test_a_definition_in_a_text_goes_to_a_person(judged):
    submission = solved()
    at = submission["cells"].index(cell(submission, "count"))
    text = "My function:\n\n" + submission["cells"][at]["source"]
    submission["cells"][at] = {"cell_type": "markdown", "metadata": {}, "source": text}
    verdict = judged(submission).tests["test_count"]
    assert verdict.state == "needs a human" and "`count`" in verdict.message


def test_a_module_that_is_not_installed_here_costs_only_what_uses_it_and_that_a_person_sees(judged):
    imports = (
        "import polars_or_so as pl\nfrom google.colab import drive\ndrive.mount('/content')\n"
        "import numpy as np"
    )
    verdicts = judged(solved(imports=imports, count="def count(n):\n    return pl.sum(n)")).tests
    assert (
        verdicts["test_count"].state == "needs a human" and "polars_or_so" in verdicts["test_count"].message
    )
    assert all(v.state == "pass" for name, v in verdicts.items() if name != "test_count")
