"""A result survives being kept; what is no result of today's grader is judged anew."""

import json
from dataclasses import asdict, fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.grading import kept
from autograder.grading.result import Output, Result, Shown, State, Verdict, from_json, to_json

TEXTS = st.text(max_size=9)  # half characters included, as a learner may print them
VERDICTS = st.builds(
    Verdict,
    st.sampled_from(State.__args__),
    st.none() | st.floats(0, 9),
    TEXTS | st.sampled_from(["\ud800", "\x00"]),
    exercise=TEXTS,
    misconception=TEXTS,
    unsettled=st.booleans(),
)
SHOWN = st.builds(
    Shown,
    st.sampled_from(["code", "markdown"]),
    TEXTS,
    id=TEXTS,
    metadata=st.none() | st.just({"nbgrader": {"grade_id": "a", "points": 2}}),
    theirs=st.booleans(),
    note=TEXTS,
    output=st.none() | st.builds(Output, TEXTS, st.none() | TEXTS),
    test=TEXTS,
)
RESULTS = st.builds(
    Result,
    TEXTS,
    TEXTS,
    TEXTS,
    st.dictionaries(TEXTS, VERDICTS, max_size=3),
    st.dictionaries(TEXTS, st.booleans(), max_size=3),
    st.lists(SHOWN, max_size=3).map(tuple),
)


@settings(max_examples=50, deadline=None)
@given(RESULTS)
def test_a_result_that_was_kept_is_the_same(result):
    assert from_json(to_json(result)) == result


ONE = Result("k", "graded", "", {"test_a": Verdict("pass", 1.0, "")}, {"why": True}, (Shown("code", "x"),))


def written(**changes):
    return json.dumps(asdict(ONE) | changes)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("[1]", id="a list"),
        pytest.param("null", id="null"),
        pytest.param(written()[:-20], id="half of it"),
        pytest.param(written(mood="good"), id="a field that there is no more"),
        pytest.param(written(tests={"a": {"state": "pass"}}), id="a verdict without points"),
        pytest.param(written(tests=["a"]), id="verdicts in a list"),
        pytest.param(
            written(cells=[{"cell_type": "code", "verdict": None, "output": None}]),
            id="cells of the last edition",
        ),
        pytest.param(written(cells=None), id="no cells"),
        *(
            pytest.param(
                json.dumps({k: v for k, v in asdict(ONE).items() if k != field.name}), id=f"no {field.name}"
            )
            for field in fields(Result)
        ),
    ],
)
def test_what_is_no_result_is_not_taken_for_one(text, tmp_path):
    with pytest.raises(ValueError):
        from_json(text)
    path = tmp_path / "a.json"
    path.write_text(text)
    assert kept.read(path, "k") is None  # so the submission is judged again


def test_what_was_wrong_with_a_kept_result_is_said():
    with pytest.raises(ValueError, match="^no result of this grader's: .*mood"):
        from_json(written(mood="good"))


def test_a_result_without_its_notebook_is_the_same_otherwise():
    assert ONE.without_cells() == Result("k", "graded", "", ONE.tests, ONE.answers) and ONE.graded
    assert not Result("k", "not a notebook", "", {}, {}).graded


def test_a_result_counts_under_its_own_key_only(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(written())
    assert kept.read(path, "k") == ONE and kept.read(path, "another") is None
    assert kept.read(tmp_path / "none.json", "k") is None
