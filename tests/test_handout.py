"""The handout: what a learner gets works elsewhere and holds no answers that an archive can hide."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from autograder import handout
from autograder.grading import batch
from autograder.kit.sealed import record, seal
from autograder.kit.verdict import CheckFailed
from autograder.lessons import QUIZZES
from tests.answers.sample_class import submissions
from tests.documents import block
from tests.needs_sandbox import needs_sandbox

pytestmark = [pytest.mark.slow, pytest.mark.release]

ROOT = Path(__file__).resolve().parents[1]
LESSON, NOTEBOOK = "01_masked_attention", "masked_attention.ipynb"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """(folder, archive) of a handout, made as instructors make it."""
    to = tmp_path_factory.mktemp("made")
    (to / handout.NAME / ".git").mkdir(parents=True)
    (to / handout.NAME / "course" / "old").mkdir(parents=True)
    said = subprocess.run(
        [*block("docs/instructors.md", "make handout")[0].split(), f"TO={to}", "READY="],
        cwd=ROOT,
        env=_environment(),
        text=True,
        stdout=subprocess.PIPE,
    )
    assert said.returncode == 0 and "sealed: they check themselves" in said.stdout
    return to / handout.NAME, to / f"{handout.NAME}.zip"


@pytest.fixture(scope="module")
def unpacked(made, tmp_path_factory):
    """The archive unpacked on another machine, as far as one can be had here."""
    folder = tmp_path_factory.mktemp("elsewhere")
    with zipfile.ZipFile(made[1]) as archive:
        archive.extractall(folder)
    return folder / handout.NAME


def _environment(**more):
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", **more}


def _python(folder, *arguments, **more):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=_environment(PYTHONPATH=str(folder), **more),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ).stdout


def test_folder_and_archive_hold_the_same_and_a_repository_stays_one(made, unpacked):
    def files(folder):
        paths = (p for p in folder.rglob("*") if p.is_file() and ".git" not in p.parts)
        return {p.relative_to(folder): p.read_bytes() for p in paths}

    assert files(made[0]) == files(unpacked)
    assert (made[0] / ".git").is_dir() and not (made[0] / "course" / "old").exists()
    tops = {p.name for p in unpacked.iterdir()}
    assert tops == {*handout.PACKAGES, *handout.FILES, "course", "README.md", "Makefile"}


def test_the_folder_is_pushed_as_the_guide_says(made, tmp_path):
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(tmp_path / "there")], check=True)
    lines = "\n".join(block("docs/instructors.md", "cd build/handout"))
    lines = re.sub(r"https://\S+-handout", str(tmp_path / "there"), lines).replace(
        "build/handout/cost-of-a-token", str(made[0])
    )
    who = {f"GIT_{role}_{what}": "a@b" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    subprocess.run(lines, shell=True, check=True, env=_environment(**who), stdout=subprocess.DEVNULL)
    command = ["git", "-C", str(tmp_path / "there"), "ls-tree", "--name-only", "main"]
    pushed = subprocess.run(command, text=True, check=True, stdout=subprocess.PIPE).stdout
    assert "course" in pushed.split() and "solutions" not in pushed.split()


def test_no_answer_can_be_read_in_it(unpacked):
    texts = {
        p.relative_to(unpacked): p.read_text(encoding="utf8")
        for p in unpacked.rglob("*")
        if p.suffix in (".py", ".ipynb", ".md", ".json", "") and p.is_file()
    }
    for path, text in texts.items():
        assert "### BEGIN HIDDEN" not in text or path.parts[0] == "autograder", path
        for name, quiz in QUIZZES.items():
            assert not any(said in text for said in quiz.feedback.values()), (path, name)
    notebooks = [p for p in texts if p.suffix == ".ipynb"]
    assert len(notebooks) == len(
        [*ROOT.glob("course/*/*.ipynb"), ROOT / "course/before.ipynb", ROOT / "course/after.ipynb"]
    )
    for path in notebooks:
        assert "solutions/" not in texts[path] and "BEGIN SOLUTION" not in texts[path], path
        for link in re.findall(r"\]\((\.\./[^)#]+)", texts[path]):
            assert (unpacked / path.parent / link).exists(), (path, link)
    makefile = texts[Path("Makefile")]
    assert "\nlab:" in makefile and "solutions" not in makefile and "\ngrade:" not in makefile


def test_a_seal_keeps_what_a_quiz_says_and_a_record_says_nothing():
    for name, quiz in QUIZZES.items():
        sealed = seal(name, quiz)
        assert sealed == seal(name, quiz) and sealed.several == quiz.several
        for letter in quiz.letters:
            assert sealed.is_right(letter) == quiz.is_right(letter) and sealed.said(letter) == quiz.said(
                letter
            )
            assert sealed.is_all([letter]) == quiz.is_all([letter])
        assert sealed.is_all(quiz.right) and repr(record(quiz)).count(",") == 1


def test_quizzes_that_are_graded_later_take_any_option_and_say_nothing_of_it(capsys):
    from autograder.kit import quiz

    later = record(QUIZZES["q4_keys"])
    for letter in later.letters:
        quiz.judge("q4_keys", later, lambda letter=letter: letter)
        told = capsys.readouterr().out
        assert "your answer is recorded" in told and "holds" not in told and "[ok]" not in told
    with pytest.raises(CheckFailed, match="no option 'x'"):
        quiz.judge("q4_keys", later, lambda: "x")


def test_the_table_of_lessons_loses_its_solutions_and_nothing_else():
    notebook = json.loads((ROOT / "course/00_start_here/start_here.ipynb").read_text(encoding="utf8"))
    (before,) = (
        "".join(c["source"]) for c in notebook["cells"] if "../../solutions/" in "".join(c["source"])
    )
    after = handout.without_ways_out(before)
    assert "solution" not in after and "predictions.json" in after
    rows = [line for line in after.splitlines() if line.startswith("|")]
    assert {row.count("|") for row in rows} == {5} and len(rows) == before.count("../../solutions/") + 2


@needs_sandbox
def test_a_learner_opens_it_takes_a_lesson_hands_in_and_is_graded(unpacked, monkeypatch, tmp_path):
    place = unpacked / "course" / LESSON / NOTEBOOK
    solved = json.loads(submissions(LESSON)["perfect"])
    sources = {c["id"]: c["source"] for c in solved["cells"]}
    notebook = nbformat.read(place, as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = "".join(sources[cell.id])
    where = nbformat.v4.new_code_cell(
        "import autograder, decodelab; print(autograder.__file__, decodelab.__file__)"
    )
    notebook.cells.insert(0, where)
    monkeypatch.setenv("PYTHONPATH", str(unpacked))
    client = NotebookClient(
        notebook, kernel_name="python3", resources={"metadata": {"path": str(place.parent)}}
    )
    client.execute()
    assert where.outputs[0].text.count(str(unpacked)) == 2, "it is the handout's own code that runs"
    said = {
        c.id: "".join(o.get("text", "") for o in c.outputs) for c in notebook.cells if c.cell_type == "code"
    }
    assert "everything holds" in said["test_causal_attention"] and "Five keys" in said["test_q4_keys"]
    notebook.cells.pop(0)
    nbformat.write(notebook, place)
    progress = _python(unpacked, "-m", "autograder", "progress")
    assert "01_masked_attention" in progress and "complete" in progress

    _hand_in(tmp_path, place)
    (submission,) = batch.grade(batch.Course(tmp_path), LESSON)
    assert all(submission.scores[cell.grade_id][1] == cell.points for cell in submission.lesson.tests)


def _hand_in(root, path):
    for folder in ("solutions", "course"):
        (root / folder).mkdir()
        (root / folder / LESSON).symlink_to(ROOT / folder / LESSON)
    place = root / "submitted" / "ann" / LESSON / path.name
    place.parent.mkdir(parents=True)
    place.write_bytes(path.read_bytes())


def test_jupyterlab_opens_at_the_first_lesson(unpacked):
    (make_lab,) = block("docs/handout/README.md", "make lab")
    command = [*make_lab.split(), "READY=", f"BIN={Path(sys.executable).parent}"]
    command += ["ARGS=--no-browser --port=0 --IdentityProvider.token=let-me-in"]
    process = subprocess.Popen(
        command, cwd=unpacked, env=_environment(), stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        for line in process.stderr:
            if found := re.search(r"http://\S*:(\d+)(/\S*)\?token", line):
                break
        port, opens = found.groups()
        assert opens == "/lab/tree/course/00_start_here/start_here.ipynb"
        address = (
            f"http://127.0.0.1:{port}/api/contents/course/00_start_here/start_here.ipynb?token=let-me-in"
        )
        for _ in range(20):
            try:
                content = urllib.request.urlopen(address, timeout=10).read()
                break
            except OSError:
                time.sleep(0.5)
        assert b"What is next" in content
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
