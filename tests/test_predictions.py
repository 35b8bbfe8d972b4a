"""A prediction is set beside the truth and kept for its learner; nothing about its file stops or loses
anything."""

import json
import os
import stat

import numpy as np
import pytest

from decodelab import predictions, truths
from decodelab.predictions import number, reveal

PLACE = "predictions.json"


@pytest.fixture
def lesson(tmp_path, monkeypatch):
    """A notebook of lesson 02, running in its folder; gives the file in which predictions are kept."""
    (tmp_path / "02_kv_cache").mkdir()
    monkeypatch.chdir(tmp_path / "02_kv_cache")
    monkeypatch.setattr(predictions, "_kernel", lambda: "a notebook")
    monkeypatch.setattr(predictions, "_show_folded", lambda name, truth: print(f"folded: {truth}"))
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return tmp_path / PLACE


def kept(place):
    return json.loads(place.read_text(encoding="utf8"))["predictions"]


def predict(name, value, actual=55, unit="pairs"):
    """What a notebook does: a variable, then the cell that reveals."""
    exec(f"{name} = value\nreveal({name!r}, actual, unit)", {**globals(), **locals()})


@pytest.mark.parametrize(
    "written, meant",
    [
        (1000, 1000),
        ("1 000", 1000),
        ("1,000", 1000),
        ("12,345,678", 12_345_678),
        ("1_000", 1000),
        ("2,83", 2.83),
        ("0.5", 0.5),
        ("about 3", 3),
        ("3 times", 3),
        ("-2", -2),
        ("1e3", 1000),
        ([2.83], 2.83),
        ((7,), 7),
        ({4}, 4),
        (np.array([2.83]), 2.83),
        (np.float32(0.5), 0.5),
        (np.int64(40), 40),
        ([["12"]], 12),
        (None, None),
        ("", None),
        ("  ", None),
        ([], "[]"),
        ("a few", "a few"),
        ("2 or 3", "2 or 3"),
        ("2*10**3", "2*10**3"),
        ("1/2", "1/2"),
        ([1, 2], "[1, 2]"),
        (float("inf"), "inf"),
        (float("nan"), "nan"),
        (True, "True"),
        (np.array([]), "[]"),
    ],
)
def test_a_number_is_read_as_it_was_meant_and_anything_else_is_words(written, meant):
    read = number(written)
    assert read == meant and type(read) in (int, float, str, type(None))


@pytest.mark.parametrize(
    "prediction, actual, said",
    [
        (40, 55, "you predicted 40, it is 55 pairs: prediction ÷ actual = 0.727"),
        (55, 55, "you predicted 55, it is 55 pairs"),
        ([2.83], 1.414, "you predicted 2.83, it is 1.414 pairs: prediction ÷ actual = 2"),
        (3, 0, "you predicted 3, it is 0 pairs"),
        ("1 100", 55, "you predicted 1 100, it is 55 pairs: prediction ÷ actual = 20"),
        (10**400, 55, 'you wrote "more than 1e300"'),
        (4000, 4192.4, "you predicted 4 000, it is 4 192 pairs"),
        ("a few", 55, 'you wrote "a few", it is 55 pairs. Next time write a number'),
        ("", 55, "No prediction for `guess` yet"),
        (None, 500500, "(it is 500 500 pairs)"),
        (np.int64(40), 55, "you predicted 40"),
        ("Changed.", "changed", "you said changed: so it is"),
        ("same", "changed", "you said same: it is changed"),
        (3, "inf", "you said 3: it is inf"),
    ],
)
def test_a_prediction_is_set_beside_what_happened(prediction, actual, said, capsys):
    predict("guess", prediction, actual)
    assert said in capsys.readouterr().out


def test_a_prediction_cell_that_was_not_run_breaks_nothing(capsys):
    exec("reveal('never_written', 3, 'tokens')", {"reveal": reveal})
    assert "No prediction for `never_written` yet" in capsys.readouterr().out


def test_a_measurement_that_was_not_taken_yet_breaks_nothing(capsys, lesson):
    exec("guess = 3\nreveal('guess', lambda: seconds[0])", {"reveal": reveal})
    exec("guess = 3\nseconds = {}\nreveal('guess', lambda: seconds[0])", {"reveal": reveal})
    assert capsys.readouterr().out.count("run the cells above first") == 2
    assert not lesson.exists()


def test_the_truth_is_the_courses_own_where_it_is_the_same_everywhere(capsys):
    exec("pairs_for_10 = 50\nreveal('pairs_for_10')", {"reveal": reveal})
    assert "it is 55 pairs" in capsys.readouterr().out


def test_a_name_without_a_truth_says_what_to_do():
    with pytest.raises(KeyError, match="decodelab/truths.py"):
        reveal("no_such_prediction")


@pytest.mark.parametrize("said", ["inf", "Infinity", "overflow", "np.inf", float("inf"), np.inf])
def test_what_says_infinity_in_other_words_is_right(lesson, capsys, said):
    predict("guess", said, "inf", "")
    assert "so it is" in capsys.readouterr().out
    assert kept(lesson)["guess"]["predicted"] == kept(lesson)["guess"]["actual"] == "inf"


def test_truths_agree_with_loops_over_what_they_are_about():
    recompute = sum(64 * 3 * 64 for _ in range(4096)) + 4096 * sum(128 for _ in range(4096))
    expected = {
        "largest_score": float(max(np.ravel([(1, 0), (0, 2), (1, 1)] @ np.array([(2, 0, 1), (0, 1, 1)]))))
        / 2**0.5,
        "pairs_for_1000": sum(1 for i in range(1000) for j in range(i + 1)),
        "recompute_at_4096": recompute / sum(128 for _ in range(4096)),
        "twice_the_text": sum(range(1, 2001)) / sum(range(1, 1001)),
        "copied_by_concatenating": sum(i for i in range(4096)),
        "intensity_of_a_long_step": 0.5,
        "least_squares_slope": 5,
        "exponent_without_fixed": 1,
    }
    assert {name: truths.of(name)[0] for name in expected} == pytest.approx(expected)


def test_the_first_number_is_kept_and_a_later_one_changes_nothing(lesson):
    predict("guess", 40)
    predict("guess", 55)
    assert kept(lesson)["guess"]["predicted"] == 40
    assert kept(lesson)["guess"] | {"when": ""} == {
        "lesson": "02_kv_cache",
        "predicted": 40,
        "actual": 55,
        "unit": "pairs",
        "when": "",
    }


def test_words_that_should_be_a_number_are_not_kept_and_may_be_mended(lesson):
    predict("guess", "many")
    assert not lesson.exists()
    predict("guess", 40)
    assert kept(lesson)["guess"]["predicted"] == 40


def test_nothing_is_kept_where_nobody_learns(lesson, monkeypatch, tmp_path):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    predict("guess", 40)
    monkeypatch.delenv("NBGRADER_EXECUTION")
    monkeypatch.setattr(predictions, "_kernel", lambda: None)
    predict("guess", 40)
    monkeypatch.setattr(predictions, "_kernel", lambda: "a notebook")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    predict("guess", 40)
    assert not list(tmp_path.rglob(PLACE))


@pytest.mark.parametrize(
    "broken", ["", "{", "[]", "null", '{"predictions": 3}', '{"predictions": {"x": {}}}', "\udc80"]
)
def test_a_broken_file_is_set_aside_whole_and_a_new_one_begins(broken, lesson, capsys):
    content = broken.encode("utf8", "surrogateescape")
    lesson.write_bytes(content)
    predict("guess", 40)
    predict("other", 4)
    (aside,) = lesson.parent.glob("predictions.broken-*")
    assert aside.read_bytes() == content and "can't be read" in capsys.readouterr().out
    assert list(kept(lesson)) == ["guess", "other"]


def test_a_second_broken_file_does_not_replace_the_first(lesson):
    for content in ("one", "two"):
        lesson.write_text(content)
        predict("guess", 40)
    assert {p.read_text() for p in lesson.parent.glob("predictions.broken-*")} == {"one", "two"}


def test_a_file_that_may_not_be_written_stops_nothing_and_stays(lesson, monkeypatch, capsys):
    predict("guess", 40)
    before = lesson.read_bytes()

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(predictions.os, "replace", refuse)
    predict("other", 4)
    assert "could not be kept: Permission denied" in capsys.readouterr().out
    assert lesson.read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_file_stops_nothing_and_stays(lesson, capsys):
    predict("guess", 40)
    lesson.chmod(stat.S_IRUSR)
    before = lesson.read_bytes()
    predict("other", 4)
    assert "could not be kept" in capsys.readouterr().out and lesson.read_bytes() == before


def test_predictions_are_drawn_in_the_order_they_were_made_and_words_are_counted(lesson, capsys):
    assert predictions.show() is None and "No predictions are kept yet" in capsys.readouterr().out
    predict("guess", 40)
    predict("word", "same", "same")
    predict("other", 400)
    picture = predictions.show()
    assert picture.title == "Of 2 predictions 1 came within a factor of 2 of the truth"
    assert "Of 1 prediction in words, 1 came true" in capsys.readouterr().out


def test_what_another_file_kept_is_joined_and_the_first_thought_counts(lesson):
    predict("guess", 40)
    other = {"predictions": {name: kept(lesson)["guess"] | {"predicted": 7} for name in ("guess", "new")}}
    assert predictions.join(lesson, json.dumps(other).encode()) == "1 prediction brought back"
    assert {name: entry["predicted"] for name, entry in kept(lesson).items()} == {"guess": 40, "new": 7}
    assert "left out" in predictions.join(lesson, b"{")
