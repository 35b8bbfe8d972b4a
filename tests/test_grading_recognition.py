"""Notebooks as people and tools leave them: what was earned is found, what can't be told reaches a person.

Everything here runs in this process, on a lesson of three small exercises and a written answer.
"""

import copy
import json
import re
from pathlib import Path

import pytest

from autograder.grading import intake, lesson, notebook_code, rebuild, run_order
from autograder.release import notebooks

ESSAY = "Because half of a half is a quarter, and the base is only multiplied once."

SOURCE = {
    "opening": ("markdown", "", "# Tiny\n\n**5 minutes · 6 points**"),
    "imports": ("code", "", "import math\nimport numpy as np"),
    "setup": ("code", "", "base = 10"),
    "half-text": ("markdown", "", "### `half` (1 point)\n\nHalf of a number."),
    "half": (
        "code",
        "solution",
        'def half(n):\n    """n / 2"""\n    ### BEGIN SOLUTION\n    return n / 2\n    ### END SOLUTION',
    ),
    "test_half": ("code", "test", "assert half(4) == 2"),
    "scale": (
        "code",
        "solution",
        "def scale(n):\n    ### BEGIN SOLUTION\n    return base * half(n)\n    ### END SOLUTION",
    ),
    "test_scale": ("code", "test", "assert scale(4) == 20"),
    "Box": ("code", "solution", "class Box:\n    ### BEGIN SOLUTION\n    size = 3\n    ### END SOLUTION"),
    "test_Box": ("code", "test", "assert Box().size == 3"),
    "why-text": ("markdown", "", "### Written: why? (3 points)\n\nTwo sentences, please."),
    "why": ("markdown", "answer", "*Your answer here.*"),
    "closing": ("markdown", "", "That was it."),
}
TESTS = ["test_half", "test_scale", "test_Box"]


def notebook(kind):
    """The lesson as JSON data: its "source", the "release", or what a learner hands in who "solved" it."""
    cells = []
    for name, (cell_type, role, text) in SOURCE.items():
        if kind == "solved":
            text = "\n".join(
                line for line in text.splitlines() if "###" not in line or cell_type == "markdown"
            )
            text = ESSAY if role == "answer" else text
        elif kind == "release" and role == "solution":
            head, _, rest = text.partition("    ### BEGIN SOLUTION")
            text = head + "    raise NotImplementedError"
        mark = {
            "grade": role in ("test", "answer"),
            "solution": role in ("solution", "answer"),
            "grade_id": name,
        }
        mark |= {"locked": role == "test", "task": False, "schema_version": 3, "points": 1}
        cells.append(
            {
                "cell_type": cell_type,
                "id": name,
                "metadata": {"nbgrader": mark} if role else {},
                "source": text,
            }
        )
        if cell_type == "code":
            cells[-1] |= {"outputs": [], "execution_count": None}
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    for folder, kind in (("solutions", "source"), ("course", "release")):
        path = root / folder / "91_tiny" / "tiny.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(notebook(kind)))
    return lesson.load(root, "91_tiny")[0]


def outcome(tiny, data):
    """({test: passed}, {answer: goes to a person}, the rebuilt cells) of a submission."""
    data = data if isinstance(data, bytes) else json.dumps(data).encode()
    cells = rebuild.notebook(tiny, intake.parse(data))
    names, passed = {}, {}
    for one in cells:
        try:
            exec(one.released.test if one.role == "test" else one.code, names)
            raised = False
        except Exception:
            raised = True
        if one.role == "test":
            passed[one.grade_id] = not raised
    waits = {one.grade_id: bool(one.doubt) or not one.empty for one in cells if one.role == "answer"}
    return passed, waits, cells


# -- ways in which notebooks change ---------------------------------------------------------------------


def cell(made, name):
    """The cell with a mark or id of this name."""
    return next(
        one
        for one in made["cells"]
        if (one["metadata"] or {}).get("nbgrader", {}).get("grade_id") == name or one.get("id") == name
    )


def found(made, name):
    return made["cells"].index(cell(made, name))


def bare_cell(text, cell_type="code"):
    made = {"cell_type": cell_type, "metadata": {}, "source": text}
    return made | ({"outputs": [], "execution_count": None} if cell_type == "code" else {})


def marks_lost(made):
    for one in made["cells"]:
        one["metadata"] = {"collapsed": False}


def ids_lost(made):
    made["nbformat_minor"] = 4
    for one in made["cells"]:
        del one["id"]


def marks_and_ids_lost(made):
    marks_lost(made)
    ids_lost(made)


def ids_are_numbers(made):
    marks_lost(made)
    for number, one in enumerate(made["cells"]):
        one["id"] = number


def ids_of_another_tool(made):
    marks_lost(made)
    for number, one in enumerate(made["cells"]):
        one["id"] = f"cell-{number}"


def metadata_is_null(made):
    for one in made["cells"]:
        one["metadata"] = None


def sources_are_lists(made):
    for one in made["cells"]:
        one["source"] = one["source"].splitlines(keepends=True)


def sources_are_lists_of_lines_without_ends(made):
    for one in made["cells"]:
        one["source"] = one["source"].split("\n")


def windows_line_ends(made):
    marks_and_ids_lost(made)
    for one in made["cells"]:
        one["source"] = one["source"].replace("\n", "\r\n")


def spaces_at_line_ends(made):
    marks_and_ids_lost(made)
    for one in made["cells"]:
        one["source"] = one["source"].replace("\n", "  \n") + "\n\n"


def another_layout_of_a_test(made):
    marks_and_ids_lost(made)
    for one in made["cells"]:
        one["source"] = one["source"].replace("assert half(4) == 2", "assert half( 4 )==2   # ok?")


def answers_retyped_in_new_cells(made):
    for name in ("half", "scale", "Box"):
        made["cells"][found(made, name)] = bare_cell(cell(made, name)["source"])


def answer_and_test_retyped(made):
    for name in ("half", "test_half"):
        made["cells"][found(made, name)] = bare_cell(cell(made, name)["source"])


def answer_below_its_test_and_the_stub_left(made):
    at, text = found(made, "half"), cell(made, "half")["source"]
    made["cells"][at]["source"] = cell(notebook("release"), "half")["source"]
    made["cells"].insert(at + 2, bare_cell(text))


def answers_at_the_end_and_the_stubs_left(made):
    for name in ("half", "scale", "Box"):
        made["cells"].append(bare_cell(cell(made, name)["source"]))
        cell(made, name)["source"] = cell(notebook("release"), name)["source"]


def answer_above_its_stub(made):
    at, text = found(made, "half"), cell(made, "half")["source"]
    made["cells"][at]["source"] = cell(notebook("release"), "half")["source"]
    made["cells"].insert(at, bare_cell(text))


def answer_above_a_stub_with_another_docstring(made):
    answer_above_its_stub(made)
    made["cells"][found(made, "half")]["source"] = (
        'def half(n):\n    """todo!"""\n    raise NotImplementedError  # later'
    )


def blank_copy_below_the_answer(made):
    made["cells"].insert(found(made, "half") + 1, copy.deepcopy(cell(notebook("release"), "half")))


def unmarked_blank_copy_below_the_answer(made):
    made["cells"].insert(found(made, "half") + 1, bare_cell(cell(notebook("release"), "half")["source"]))


def everything_twice_the_second_time_blank(made):
    made["cells"] += notebook("release")["cells"]


def everything_twice_the_first_time_blank(made):
    made["cells"] = notebook("release")["cells"] + made["cells"]


def backwards(made):
    made["cells"].reverse()


def backwards_without_marks(made):
    backwards(made)
    marks_and_ids_lost(made)


def all_tests_first(made):
    made["cells"].sort(key=lambda one: not one["id"].startswith("test_"))


def first_cells_moved_to_the_end(made):
    made["cells"] = made["cells"][3:] + made["cells"][:3]


def first_cells_deleted(made):
    del made["cells"][:3]


def first_cells_deleted_and_the_next_moved_to_the_end(made):
    made["cells"] = [*made["cells"][4:], made["cells"][3]]


def all_tests_deleted(made):
    made["cells"] = [one for one in made["cells"] if not one["id"].startswith("test_")]


def all_tests_deleted_and_answers_at_the_end(made):
    all_tests_deleted(made)
    answers_at_the_end_and_the_stubs_left(made)


def all_code_merged(made):
    texts = [one["source"] for one in made["cells"] if one["cell_type"] == "code"]
    made["cells"] = [one for one in made["cells"] if one["cell_type"] == "markdown"]
    made["cells"].insert(0, bare_cell("\n\n".join(texts)))


def answer_and_test_merged(made):
    cell(made, "half")["source"] += "\n\nassert half(4) == 2"
    made["cells"].remove(cell(made, "test_half"))


def two_answers_merged(made):
    cell(made, "half")["source"] += "\n\n" + cell(made, "scale")["source"]
    made["cells"].remove(cell(made, "scale"))


def answer_split_within_the_function(made):
    first, rest = cell(made, "half")["source"].rsplit("\n", 1)
    cell(made, "half")["source"] = first
    made["cells"].insert(found(made, "half") + 1, bare_cell(rest))


def answer_turned_into_text(made):
    cell(made, "half")["cell_type"] = "markdown"


def answer_turned_into_a_raw_cell_without_marks(made):
    marks_and_ids_lost(made)
    next(one for one in made["cells"] if "def half" in one["source"])["cell_type"] = "raw"


def answer_in_a_fence(made):
    made["cells"][found(made, "half")] = bare_cell(
        f"```python\n{cell(made, 'half')['source']}\n```", "markdown"
    )


def answer_typed_into_the_test(made):
    cell(made, "test_half")["source"] = cell(made, "half")["source"] + "\nassert half(4) == 2"
    cell(made, "half")["source"] = cell(notebook("release"), "half")["source"]


def setup_turned_into_text(made):
    cell(made, "setup")["cell_type"] = "markdown"


def answers_change_places(made):
    for field in ("id", "metadata"):
        one, other = cell(made, "half"), cell(made, "Box")
        one[field], other[field] = other[field], one[field]


def a_lambda(made):
    made["cells"][found(made, "half")] = bare_cell("half = lambda n: n / 2")


def an_answer_under_a_condition(made):
    made["cells"][found(made, "half")] = bare_cell("if True:\n    def half(n):\n        return n / 2")


def a_helper_at_the_end(made):
    cell(made, "half")["source"] = "def half(n):\n    return _by_two(n)"
    made["cells"].append(bare_cell("def _by_two(n):\n    return n / 2"))


def a_decorator_at_the_end(made):
    cell(made, "half")["source"] = "@same\n" + cell(made, "half")["source"]
    made["cells"].append(bare_cell("def same(function):\n    return function"))


CHANGES = [
    value
    for value in list(globals().values())
    if getattr(value, "__code__", None) and value.__code__.co_varnames[:1] == ("made",)
]
CHANGES = [change for change in CHANGES if change not in (cell, found)]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_was_earned_is_found(tiny, change):
    made = notebook("solved")
    change(made)
    passed, waits, _ = outcome(tiny, made)
    assert passed == dict.fromkeys(TESTS, True) and waits == {"why": True}


@pytest.mark.parametrize(
    "change",
    [answers_retyped_in_new_cells, two_answers_merged, all_code_merged, a_lambda, answer_in_a_fence],
    ids=lambda change: change.__name__,
)
def test_a_stub_is_not_put_back_beside_the_answer(tiny, change):
    made = notebook("solved")
    change(made)
    cells = outcome(tiny, made)[2]
    assert not any("NotImplementedError" in one.source for one in cells)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_blank_notebook_earns_nothing_however_it_was_changed(tiny, change):
    made = notebook("release")
    change(made)
    passed, _, _ = outcome(tiny, made)
    earned = {
        "a_lambda",
        "an_answer_under_a_condition",
        "a_helper_at_the_end",
    }  # these bring an answer of their own
    if change.__name__ not in earned:
        assert passed == dict.fromkeys(TESTS, False)


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + json.dumps(notebook("solved")).encode(),
        json.dumps(notebook("solved")).encode("utf-16"),
        json.dumps(notebook("solved"))
        .replace('"outputs": []', '"outputs": [{"data": {"y": [NaN, -Infinity]}}]')
        .encode(),
        json.dumps(notebook("solved")).replace('"outputs": []', f'"outputs": [{"9" * 5000}]').encode(),
        json.dumps(notebook("solved")).replace('"nbformat_minor": 5', '"nbformat_minor": 0').encode(),
    ],
    ids=["byte order mark", "UTF-16", "NaN in outputs", "a number of 5,000 digits", "format 4.0"],
)
def test_files_as_tools_write_them_are_read(tiny, data):
    assert outcome(tiny, data)[0] == dict.fromkeys(TESTS, True)


def test_each_test_stands_once_however_often_it_was_handed_in(tiny):
    made = notebook("solved")
    made["cells"] += [copy.deepcopy(cell(made, "test_half")), bare_cell("assert half(4) == 2")]
    cells = outcome(tiny, made)[2]
    assert [one.grade_id for one in cells].count("test_half") == 1
    assert not any("assert" in one.code for one in cells), "a test is never run as a learner's code"


def test_what_stands_in_a_copy_of_a_test_beside_it_is_the_learners(tiny):
    made = notebook("solved")
    made["cells"].append(copy.deepcopy(cell(made, "test_half")) | {"source": "assert half(4) == 2\nmore = 1"})
    assert [one.code for one in outcome(tiny, made)[2] if "more" in one.code] == ["more = 1"]


def test_a_deleted_first_cell_is_put_back_where_it_stood(tiny):
    made = notebook("solved")
    del made["cells"][:2]
    cells = outcome(tiny, made)[2]
    assert [one.released.id for one in cells if one.released][:3] == ["opening", "imports", "setup"]


def test_a_cell_of_the_release_that_was_turned_into_text_runs_all_the_same(tiny):
    made = notebook("solved")
    cell(made, "setup")["cell_type"] = "markdown"
    assert (
        next(one for one in outcome(tiny, made)[2] if one.released and one.released.id == "setup").code
        == "base = 10"
    )


def test_cells_without_id_and_mark_are_known_by_their_text(tiny):
    made = notebook("solved")
    marks_and_ids_lost(made)
    cells = outcome(tiny, made)[2]
    assert [one.released and one.released.id for one in cells] == list(SOURCE)
    assert {one.note for one in cells} == {"", rebuild.MOVED}, "and nothing had to be put back"


def test_a_value_that_the_learner_set_is_not_set_back(tiny):
    made = notebook("solved")
    made["cells"][found(made, "setup")] = bare_cell("base = 10.0   # mine")
    made["cells"].insert(0, made["cells"].pop(found(made, "imports") + 1))
    names = {}
    for one in outcome(tiny, made)[2]:
        if one.role == "code":
            exec(one.code, names)
    assert isinstance(names["base"], float)


def test_of_two_answers_the_other_one_is_noted(tiny):
    made = notebook("solved")
    made["cells"].append(bare_cell("def half(n):\n    return n / 3"))
    cells = outcome(tiny, made)[2]
    (test,) = (one for one in cells if one.grade_id == "test_half")
    assert [cells[i].source for i in test.others] == ["def half(n):\n    return n / 3"]


def test_an_import_that_everybody_makes_is_no_other_answer(tiny):
    made = notebook("solved")
    assert not any(one.others for one in outcome(tiny, made)[2])
    made["cells"].append(bare_cell("import math\nimport numpy as np"))
    assert not any(one.others for one in outcome(tiny, made)[2])


def test_a_definition_in_a_text_that_is_no_code_makes_a_person_look(tiny):
    made = notebook("solved")
    made["cells"][found(made, "half")] = bare_cell(
        "My answer is:\n\ndef half(n):\n    return n / 2", "markdown"
    )
    passed, _, cells = outcome(tiny, made)
    (test,) = (one for one in cells if one.grade_id == "test_half")
    assert not passed["test_half"] and "half" in test.doubt


@pytest.mark.parametrize(
    "source", ["%%timeit\ndef half(n):\n    return n / 2", "old = '''\ndef half(n):\n    return n / 2\n'''"]
)
def test_a_definition_that_does_not_run_makes_a_person_look(tiny, source):
    made = notebook("solved")
    cell(made, "half")["source"] = source
    cells = intake.parse(json.dumps(made).encode())
    notebook_code.translate(cells)
    tests = {one.grade_id: one.doubt for one in rebuild.notebook(tiny, cells) if one.role == "test"}
    assert "`half`" in tests["test_half"] and not tests["test_Box"]


def test_a_locked_cell_of_the_release_stays_as_it_is(tiny):
    made = notebook("solved")
    cell(made, "test_half")["source"] = "half = None"
    passed, _, cells = outcome(tiny, made)
    assert next(one for one in cells if one.grade_id == "test_half").source == "assert half(4) == 2"
    assert not passed["test_half"]


def test_many_cells_that_wait_for_one_another_end(tiny):
    made = notebook("release")
    made["cells"] = [bare_cell(f"a{n} = a{n + 1}") for n in range(1500)] + made["cells"]
    assert len(outcome(tiny, made)[2]) > 1500


# -- written answers ------------------------------------------------------------------------------------


def essay(change):
    """A solved notebook whose written answer was left as it was, and then changed."""
    made = notebook("solved")
    cell(made, "why")["source"] = "*Your answer here.*"
    change(made)
    return made


def put(where, text, cell_type="markdown", before=False):
    return lambda made: made["cells"].insert(found(made, where) + (not before), bare_cell(text, cell_type))


ELSEWHERE = {
    "in the next cell": put("why", ESSAY),
    "in the cell before": put("why", ESSAY, before=True),
    "at the end": put("closing", ESSAY),
    "at the top": put("opening", ESSAY, before=True),
    "in a raw cell": put("why", ESSAY, "raw"),
    "as a comment in a cell of code": put("closing", "# " + ESSAY, "code"),
    "as a text in a cell of code": put("closing", f'answer = """{ESSAY}"""', "code"),
    "as words in a cell of code": put("why", ESSAY, "code"),
    "in the question": lambda made: cell(made, "why-text").update(
        source=SOURCE["why-text"][2] + "\n\n" + ESSAY
    ),
    "in the closing words": lambda made: cell(made, "closing").update(source=ESSAY),
    "in a picture": put("closing", "![my answer](attachment:photo.png)"),
    "in the second of two cells with its mark": lambda made: made["cells"].append(
        copy.deepcopy(cell(made, "why")) | {"source": ESSAY}
    ),
    "beside a deleted cell": lambda made: (put("why", ESSAY)(made), made["cells"].remove(cell(made, "why"))),
    "in a test": lambda made: cell(made, "test_Box").update(source="# " + ESSAY),
    "in an answer's comment": lambda made: cell(made, "Box").update(
        source=cell(made, "Box")["source"] + "\n# " + " ".join(4 * [ESSAY])
    ),
}


@pytest.mark.parametrize("change", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_written_answer_reaches_a_person_wherever_it_stands(tiny, change):
    passed, waits, cells = outcome(tiny, essay(change))
    assert waits == {"why": True}
    assert passed == dict.fromkeys(TESTS, True)
    shown = "\n".join(one.source + one.note for one in cells)
    assert ESSAY[:30] in shown or "photo.png" in shown


@pytest.mark.parametrize("where", ["in the next cell", "in the cell before", "beside a deleted cell"])
def test_a_written_answer_beside_its_cell_is_taken_for_it(tiny, where):
    cells = outcome(tiny, essay(ELSEWHERE[where]))[2]
    assert [one.source for one in cells if one.role == "answer"] == [ESSAY]


@pytest.mark.parametrize(
    "change",
    [
        lambda made: None,
        lambda made: cell(made, "why").update(source="  \n"),
        lambda made: made["cells"].remove(cell(made, "why")),
        lambda made: made["cells"].append(copy.deepcopy(cell(made, "why"))),
        lambda made: (marks_and_ids_lost(made),),
        put(
            "opening",
            '<a href="https://colab.research.google.com/x"><img alt="Open In Colab"/></a>',
            before=True,
        ),
        put("closing", "print('two words')", "code"),
    ],
    ids=["untouched", "emptied", "deleted", "copied", "marks lost", "a badge", "a little code"],
)
def test_nobody_is_asked_about_an_answer_that_was_not_written(tiny, change):
    assert outcome(tiny, essay(change))[1] == {"why": False}


# -- the lessons themselves -----------------------------------------------------------------------------

ROOT = Path(__file__).resolve().parents[1]
LESSONS = notebooks(ROOT / "solutions")


def handed_in(name, folder):
    """A lesson's notebook as a learner hands it in: the release, or the source with its answers."""
    made = json.loads(notebooks(ROOT / folder)[name].read_text(encoding="utf8"))
    hidden = re.compile(r"### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS\n?", re.DOTALL)
    for one in made["cells"]:
        lines = hidden.sub("", "".join(one["source"])).split("\n")
        one["source"] = "\n".join(line for line in lines if not re.search("### (BEGIN|END)", line))
    return made


@pytest.mark.parametrize("folder", ["solutions", "course"])
@pytest.mark.parametrize("name", LESSONS)
def test_an_untouched_lesson_comes_back_as_it_was(name, folder):
    (one,) = lesson.load(ROOT, name)
    cells = rebuild.notebook(one, intake.parse(json.dumps(handed_in(name, folder)).encode()))
    assert [cell.released.id for cell in cells] == [cell.id for cell in one.cells]
    assert not [
        (cell.grade_id, cell.doubt, cell.others, cell.note)
        for cell in cells
        if cell.doubt or cell.others or cell.note
    ]


@pytest.mark.parametrize(
    "change",
    [backwards_without_marks, all_tests_first, windows_line_ends, all_code_merged],
    ids=lambda c: c.__name__,
)
@pytest.mark.parametrize("name", LESSONS)
def test_no_test_of_a_lesson_stands_before_what_it_tests(name, change):
    (one,) = lesson.load(ROOT, name)
    made = handed_in(name, "solutions")
    change(made)
    cells = rebuild.notebook(one, intake.parse(json.dumps(made).encode()))
    assert sorted(c.grade_id for c in cells if c.role == "test") == sorted(c.grade_id for c in one.tests)
    assert not any(c.empty and not c.doubt for c in cells if c.role == "answer")
    binds = [run_order._binds(cell, cells) for cell in cells]
    bound, all_names = set(), set().union(*binds)
    for cell, names, needs in zip(cells, binds, run_order._needs(cells, binds), strict=True):
        assert cell.role != "test" or not (needs & all_names) - bound, cell.grade_id
        bound |= names
