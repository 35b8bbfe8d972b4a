"""Work goes out as one file and comes back: nothing that stood there is lost, nothing strange is taken."""

import io
import json
import zipfile

import pytest

from decodelab import predictions, your_work
from decodelab.your_work import pack, unpack

NOTEBOOK = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def written(text, **cell):
    """A notebook with one code cell."""
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "source": text} | cell
    return json.dumps(NOTEBOOK | {"cells": [cell]})


@pytest.fixture
def course(tmp_path):
    for name in ("01_masked_attention", "02_kv_cache"):
        (tmp_path / "course" / name).mkdir(parents=True)
        (tmp_path / "course" / name / f"{name[3:]}.ipynb").write_text(written(f"# {name}"))
    (tmp_path / "course" / "02_kv_cache" / "notes.txt").write_text("not a lesson")
    entry = {"lesson": "01_masked_attention", "predicted": 1, "actual": 2, "unit": ""}
    (tmp_path / "course" / predictions.FILE).write_text(json.dumps({"predictions": {"x": entry}}))
    return tmp_path / "course"


def all_files(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def a_zip(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    return packed.getvalue()


def test_all_lessons_and_predictions_go_into_one_file_and_nothing_else(course):
    with zipfile.ZipFile(io.BytesIO(pack(course))) as file:
        assert sorted(file.namelist()) == [
            "01_masked_attention/masked_attention.ipynb",
            "02_kv_cache/kv_cache.ipynb",
            "predictions.json",
        ]


def test_on_a_fresh_machine_everything_is_as_it_was(course, tmp_path):
    before, packed = all_files(course), pack(course)
    for path in course.rglob("*.ipynb"):
        path.write_text(written("raise NotImplementedError"))
    (course / predictions.FILE).unlink()
    said = unpack(packed, course)
    after = all_files(course)
    assert {name: after[name] for name in before if name != predictions.FILE} == {
        name: content for name, content in before.items() if name != predictions.FILE
    }
    assert (
        json.loads(after[predictions.FILE])["predictions"]
        == json.loads(before[predictions.FILE])["predictions"]
    )
    assert [line.split(": ")[1].split(" (")[0] for line in said] == [
        "brought back",
        "brought back",
        "1 prediction brought back",
    ]


def test_what_is_overwritten_was_put_aside_each_time(course):
    packed, path = pack(course), course / "02_kv_cache" / "kv_cache.ipynb"
    for text in ("one", "two"):
        path.write_text(written(text))
        unpack(packed, course)
    aside = [p.read_text() for p in (course / your_work.ASIDE).rglob("kv_cache.ipynb")]
    assert sorted(aside) == sorted([written("one"), written("two")])


def test_the_same_files_change_nothing(course):
    before = all_files(course)
    said = unpack(pack(course), course)
    assert all_files(course) == before and "the same, nothing to do" in said[0]


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"PK\x03\x04 no zip",
        b"x" * 1000,
        a_zip({}),
        a_zip({"photo.jpg": "x", "../01_masked_attention/x.ipynb": "{}", "/etc/passwd": "x"}),
    ],
)
def test_what_is_no_such_file_is_refused_and_nothing_changes(packed, course):
    before = all_files(course)
    with pytest.raises(ValueError):
        unpack(packed, course)
    assert all_files(course) == before


def test_a_file_cut_short_is_refused_and_nothing_changes(course):
    before, packed = all_files(course), pack(course)
    for length in range(0, len(packed), max(1, len(packed) // 40)):
        with pytest.raises(ValueError):
            unpack(packed[:length], course)
    assert all_files(course) == before


def test_a_lesson_that_is_not_here_or_not_a_notebook_is_left_out_and_named(course):
    before = all_files(course)
    said = unpack(
        a_zip(
            {
                "99_elsewhere/elsewhere.ipynb": written("x"),
                "01_masked_attention/masked_attention.ipynb": "{",
                "02_kv_cache/kv_cache.ipynb": json.dumps({"nbformat": 3}),
                "02_kv_cache/other.ipynb": written("x"),
            }
        ),
        course,
    )
    assert all("left out" in line for line in said) and len(said) == 4
    assert all_files(course) == before


def test_an_enormous_file_is_refused_before_it_is_unpacked(course, monkeypatch):
    monkeypatch.setattr(your_work, "MOST_BYTES", 100)
    with pytest.raises(ValueError, match="take more than"):
        unpack(pack(course), course)


class Shell:
    """A notebook's shell, as far as `bring` knows it."""

    next_input = None

    def set_next_input(self, text):
        self.next_input = text


@pytest.fixture
def shell(course, monkeypatch):
    shell = Shell()
    monkeypatch.chdir(course / "01_masked_attention")
    monkeypatch.setattr(predictions, "_kernel", lambda: shell)
    return shell


def test_a_function_written_in_another_lesson_comes_into_a_new_cell(course, shell, capsys):
    code = "class KVCache:\n    pass"
    (course / "02_kv_cache" / "kv_cache.ipynb").write_text(written(code))
    your_work.bring("02_kv_cache", "KVCache", "decode_step")
    assert shell.next_input == code
    assert "Not written yet in 02_kv_cache, or not saved: decode_step" in capsys.readouterr().out


def test_what_is_still_to_do_is_not_brought(course, shell, capsys):
    (course / "02_kv_cache" / "kv_cache.ipynb").write_text(
        written("class KVCache:\n    def __init__(self):\n        raise NotImplementedError")
    )
    your_work.bring("02_kv_cache", "KVCache")
    your_work.bring("77_nowhere", "KVCache")
    assert shell.next_input is None and capsys.readouterr().out.count("Not written yet") == 2


def test_the_panel_packs_and_brings_back_and_tells_of_trouble(course, shell):
    panel, sent = your_work.panel(), []
    panel.send = lambda message, buffers=None: sent.append((message, buffers))
    panel._asked(panel, {"ask": "pack"}, [])
    packed = sent[-1][1][0]
    assert "was last saved at" in sent[-1][0]["packed"][0]
    (course / "02_kv_cache" / "kv_cache.ipynb").write_text(written("other"))
    panel._asked(panel, {"ask": "unpack"}, [memoryview(packed)])
    assert sent[-1][0]["again"] and "# 02_kv_cache" in (course / "02_kv_cache" / "kv_cache.ipynb").read_text()
    panel._asked(panel, {"ask": "unpack"}, [b"nonsense"])
    assert sent[-1][0]["said"][0].startswith("Nothing was changed: this is not a zip")
