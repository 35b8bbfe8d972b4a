"""The lessons as files: sources in normal form, course/ made from them and from nothing else."""

import json
import re
import shutil
from pathlib import Path

import pytest

from autograder.release import KERNELSPEC, dumps, normal_form, normalise, notebooks, release

ROOT = Path(__file__).resolve().parents[1]
SOURCES = notebooks(ROOT / "solutions")
LESSONS = list(SOURCES)
IN_LINE = "run `make release` and commit what it changes"


def cells(path):
    return json.loads(Path(path).read_text(encoding="utf8"))["cells"]


def text(cell):
    return "".join(cell["source"])


def regions(path, begin, end):
    """The text between two markers, of all cells."""
    return [
        found for cell in cells(path) for found in re.findall(f"{begin}\n(.*?){end}", text(cell), re.DOTALL)
    ]


@pytest.fixture(scope="module")
def regenerated(tmp_path_factory):
    """A copy of the course, released anew."""
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "solutions", root / "solutions", ignore=shutil.ignore_patterns(".*"))
    shutil.copy(ROOT / "nbgrader_config.py", root)
    release(root, database=False)
    return root / "course"


def test_there_are_lessons():
    assert LESSONS[:4] == ["00_start_here", "01_masked_attention", "02_kv_cache", "03_counting_a_step"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_source_is_in_normal_form(lesson):
    source = SOURCES[lesson].read_text(encoding="utf8")
    assert source == dumps(normal_form(json.loads(source))), (
        f"{SOURCES[lesson]} holds outputs or metadata: {IN_LINE}"
    )


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_course_is_what_the_sources_give(lesson, regenerated):
    made = regenerated / lesson / SOURCES[lesson].name
    kept = ROOT / "course" / lesson / SOURCES[lesson].name
    assert made.read_bytes() == kept.read_bytes(), f"{kept} is not what {SOURCES[lesson]} gives: {IN_LINE}"


def test_course_holds_nothing_else(regenerated):
    def files(folder):
        return sorted(
            str(p.relative_to(folder))
            for p in folder.rglob("*")
            if p.is_file()
            and not any(part.startswith(".") for part in p.relative_to(folder).parts)
            and p.relative_to(folder).parts[0] not in ("predictions.json", "put_aside")  # a learner's own
        )

    assert files(ROOT / "course") == files(regenerated), "files in course/ that no source gives: remove them"


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_answer_stands_in_course(lesson):
    released = [
        line.strip()
        for cell in cells(ROOT / "course" / lesson / SOURCES[lesson].name)
        for line in text(cell).splitlines()
    ]
    for begin, end in (
        ("### BEGIN SOLUTION", " *### END SOLUTION"),
        ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"),
        ("### BEGIN MARK SCHEME", "### END MARK SCHEME"),
    ):
        for region in regions(SOURCES[lesson], begin, end):
            shown = {line.strip() for line in region.splitlines() if len(line.strip()) > 7} & set(released)
            assert not shown, f"course/{lesson} shows what only solutions/ may hold: {shown}"
    assert not any("### " in line and ("BEGIN" in line or "END" in line) for line in released)


@pytest.mark.parametrize("lesson", LESSONS)
def test_grade_ids_are_unique_and_name_their_cells(lesson):
    graded = [
        (c["id"], c["metadata"]["nbgrader"]["grade_id"])
        for c in cells(SOURCES[lesson])
        if "nbgrader" in c["metadata"]
    ]
    assert len({grade_id for _, grade_id in graded}) == len(graded)
    assert all(cell_id == grade_id for cell_id, grade_id in graded)


@pytest.mark.parametrize("lesson", LESSONS)
def test_points_add_up_to_what_the_lesson_declares(lesson):
    opening = text(cells(SOURCES[lesson])[0])
    points = sum(c["metadata"].get("nbgrader", {}).get("points", 0) for c in cells(SOURCES[lesson]))
    declared = re.search(r"\*\*\d+ minutes · (?:(\d+) points|not graded)\*\*", opening)
    assert declared, "the first cell declares minutes and points: **90 minutes · 25 points**"
    assert points == int(declared[1] or 0)


@pytest.mark.parametrize("lesson", LESSONS)
def test_each_exercise_text_declares_its_points(lesson):
    declared = sum(
        int(n)
        for cell in cells(SOURCES[lesson])
        if cell["cell_type"] == "markdown"
        for n in re.findall(r"^### .*\((\d+) points?\)$", text(cell), re.MULTILINE)
    )
    points = sum(c["metadata"].get("nbgrader", {}).get("points", 0) for c in cells(SOURCES[lesson]))
    assert declared == points


def sections(lesson):
    """{number or "": [cells]} of a lesson: its numbered sections, what stands before them, and the end."""
    found, at = {"": []}, ""
    for cell in cells(SOURCES[lesson]):
        heading = re.search(r"^## (?:(\d+) · )?", text(cell), re.MULTILINE)
        if cell["cell_type"] == "markdown" and heading:
            at = heading[1] or ""
        found.setdefault(at, []).append(cell)
    return found


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_first_screen_says_how_long_how_to_stop_a_cell_and_how_to_keep_the_work(lesson):
    opening, keep = cells(SOURCES[lesson])[:2]
    assert re.search(r"^\*\*Core path: \d+ minutes\*\*, ", text(opening), re.MULTILINE), (
        "the first cell says `**Core path: 40 minutes**, sections 1 to 3.`: see Add a lesson in "
        "docs/contributors.md"
    )
    assert "Kernel → Interrupt Kernel" in text(opening)
    assert keep["id"] == "your-work" and "your_work.panel()" in text(keep)


@pytest.mark.parametrize("lesson", LESSONS)
def test_sections_beyond_the_core_say_so_and_the_others_are_those_the_opening_names(lesson):
    named = re.search(r"Core path: \d+ minutes\*\*, (.*)", text(cells(SOURCES[lesson])[0]))[1].split(". ")[0]
    numbers = {n for a, b in re.findall(r"\b(\d+) to (\d+)\b", named) for n in range(int(a), int(b) + 1)}
    numbers |= {int(n) for n in re.findall(r"\b\d+\b", named)}
    for number, inside in sections(lesson).items():
        if number:
            says = "Beyond the core path" in text(inside[0])
            assert says == (int(number) not in numbers), f"{lesson}, section {number}"


@pytest.mark.parametrize("lesson", LESSONS)
def test_minutes_stand_in_the_readme_and_in_lesson_00_as_in_the_lesson(lesson):
    opening = text(cells(SOURCES[lesson])[0])
    minutes, core = (re.search(p, opening)[1] for p in (r"\*\*(\d+) minutes", r"Core path: (\d+) minutes"))
    readme = (ROOT / "README.md").read_text(encoding="utf8")
    assert re.search(rf"^\| {lesson[:2]} \| [^|]+ \| {minutes} \| {core} \|", readme, re.MULTILINE)
    if not lesson.startswith("00"):
        (table,) = (text(c) for c in cells(SOURCES["00_start_here"]) if c["id"] == "closing")
        assert re.search(rf"^\| \[{lesson[:2]} [^|]+ \| [^|]+ \| {minutes} \| {core} \|", table, re.MULTILINE)


def revealed(cell):
    """The predictions that a cell reveals, by name."""
    return re.findall(r"\breveal\(f?\"([\w{}]+)\"", text(cell)) if cell["cell_type"] == "code" else []


@pytest.mark.parametrize("lesson", LESSONS)
def test_what_reveals_is_folded_and_stands_behind_its_prediction(lesson):
    written = []
    for cell in cells(SOURCES[lesson]):
        if cell["cell_type"] == "code":
            written += re.findall(r"^(\w+) = None\b", text(cell), re.MULTILINE)
            if "reveal(" in text(cell):
                folded = cell["metadata"].get("jupyter", {}).get("source_hidden")
                assert folded, (
                    f"{lesson}, cell {cell['id']} reveals: see A prediction in docs/contributors.md"
                )
                # JupyterLab shows the first line of a folded cell
                assert text(cell).startswith("# run this cell"), f"{lesson}, cell {cell['id']}"
        for name in revealed(cell):
            pattern = re.sub(r"\{\w+\}", r"\\w+", name)
            assert any(re.fullmatch(pattern, one) for one in written), (
                f"{lesson}: {name} comes before its cell"
            )


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_prediction_is_revealed_by_name_and_its_truth_is_known(lesson):
    from decodelab import truths

    body = "\n".join(text(c) for c in cells(SOURCES[lesson]) if c["cell_type"] == "code")
    for name in re.findall(r"^(\w+) = None\b.*", body, re.MULTILINE):
        named = f'"{name}"' in body or f'f"{name.split("_")[0]}_{{' in body
        assert named, f"{lesson}: {name} is never revealed"
    for name in re.findall(r'reveal\("(\w+)"\)', body):
        assert truths.of(name)[0] is not None


def test_a_prediction_has_a_name_of_its_own_in_the_whole_course():
    names = [
        name
        for path in SOURCES.values()
        for cell in cells(path)
        if cell["cell_type"] == "code"
        for name in re.findall(r"^(\w+) = None\b", text(cell), re.MULTILINE)
    ]
    assert len(names) == len(set(names)), sorted({n for n in names if names.count(n) > 1})


@pytest.mark.parametrize("lesson", LESSONS)
def test_what_can_be_seen_with_a_prediction_does_not_give_its_number_away(lesson):
    """From the prediction to the cell after its reveal: no number of the truth outside of folds, hidden cells
    and solutions."""
    from decodelab import truths

    released = cells(ROOT / "course" / lesson / SOURCES[lesson].name)
    for at, cell in enumerate(released):
        for name in (
            re.findall(r"^(\w+) = None\b", text(cell), re.MULTILINE) if cell["cell_type"] == "code" else ()
        ):
            if name not in truths.TRUTHS or not isinstance(truths.of(name)[0], (int, float)):
                continue
            number = truths.of(name)[0]
            shown = (
                {f"{number:,.0f}".replace(",", gap) for gap in ("", " ", "\u202f", r"\,")}
                if number >= 100
                else set()
            )
            end = next(i for i, c in enumerate(released[at:], at) if name in revealed(c))
            for near in released[at + 1 : end + 2]:
                if near["metadata"].get("jupyter", {}).get("source_hidden"):
                    continue
                visible = re.sub(r"<details>.*?</details>", "", text(near), flags=re.DOTALL)
                given = {one for one in shown if re.search(rf"(?<!\d){re.escape(one)}(?!\d)", visible)}
                assert not given, f"{lesson}, cell {near['id']} shows {given}, the truth of {name}"


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_ends_with_how_good_predictions_have_become(lesson):
    ids = [cell["id"] for cell in cells(SOURCES[lesson])]
    if any(map(revealed, cells(SOURCES[lesson]))):
        assert ids[-1] == "predictions" if lesson.startswith("00") else ids[-2:] == ["predictions", "closing"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_code_cell_fits_a_screen(lesson):
    for cell in cells(ROOT / "course" / lesson / SOURCES[lesson].name):
        if cell["cell_type"] == "code":
            assert len(text(cell).splitlines()) <= 30, f"{lesson}, cell {cell['id']}"


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_details_block_is_closed(lesson):
    for cell in cells(SOURCES[lesson]):
        if cell["cell_type"] == "markdown":
            assert text(cell).count("<details>") == text(cell).count("</details>"), (
                f"{lesson}, cell {cell['id']}"
            )


def test_normal_form_drops_what_running_leaves_behind():
    ran = {
        "cells": [
            {
                "cell_type": "code",
                "id": "a",
                "execution_count": 3,
                "source": "1 + 1",
                "metadata": {"execution": {"iopub.status.busy": "now"}, "tags": ["x"]},
                "outputs": [{"output_type": "stream", "name": "stdout", "text": "2"}],
            }
        ],
        "metadata": {"kernelspec": {"name": "my-env"}, "widgets": {}},
        "nbformat": 4,
        "nbformat_minor": 4,
    }
    assert normal_form(ran) == {
        "cells": [
            {
                "cell_type": "code",
                "execution_count": None,
                "id": "a",
                "metadata": {"tags": ["x"]},
                "outputs": [],
                "source": ["1 + 1"],
            }
        ],
        "metadata": {"kernelspec": KERNELSPEC, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def test_a_cell_without_an_id_is_refused_with_the_file_named(tmp_path):
    path = tmp_path / "lesson.ipynb"
    path.write_text(
        json.dumps(
            {
                "cells": [{"cell_type": "markdown", "metadata": {}, "source": "x"}],
                "metadata": {},
                "nbformat": 4,
                "nbformat_minor": 5,
            }
        )
    )
    with pytest.raises(ValueError, match="lesson.ipynb.*id of its own"):
        normalise(path)


def test_a_failed_release_leaves_the_old_one_in_place(tmp_path):
    shutil.copytree(ROOT / "solutions" / LESSONS[1], tmp_path / "solutions" / LESSONS[1])
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    (old,) = release(tmp_path, database=False)
    before = old.read_bytes()
    source = tmp_path / "solutions" / LESSONS[1] / old.name
    notebook = json.loads(source.read_text())
    graded = [c for c in notebook["cells"] if "nbgrader" in c["metadata"]]
    graded[1]["metadata"]["nbgrader"]["grade_id"] = graded[0]["metadata"]["nbgrader"]["grade_id"]
    source.write_text(json.dumps(notebook))
    with pytest.raises(Exception):
        release(tmp_path, database=False)
    assert old.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith("release-")] == []


def test_other_files_beside_a_source_are_not_released(tmp_path):
    shutil.copytree(ROOT / "solutions" / LESSONS[1], tmp_path / "solutions" / LESSONS[1])
    (tmp_path / "solutions" / LESSONS[1] / "answers.txt").write_text("secret")
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    (made,) = release(tmp_path, database=False)
    assert [p.name for p in made.parent.iterdir()] == [made.name]


def test_an_unknown_lesson_is_refused_with_the_known_ones_named():
    with pytest.raises(ValueError, match="no such lesson: 99_nothing. There are: 00_start_here"):
        release(ROOT, ["99_nothing"])
