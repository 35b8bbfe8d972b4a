"""The commands of docs/instructors.md, run as they stand there, for a small course: by nbgrader's exchange,
and by an LMS."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tests import grading_course
from tests.documents import ROOT, block
from tests.grading_course import LESSON, NOTEBOOK
from tests.needs_sandbox import needs_sandbox
from tests.test_grading_lms import zipped

pytestmark = [needs_sandbox, pytest.mark.sandbox, pytest.mark.release, pytest.mark.slow]
GUIDE = "docs/instructors.md"


@pytest.fixture
def run(tmp_path):
    """run(command of the guide, place): as the instructor ("teacher") or a learner, each with a folder of
    their own."""
    for place in ("teacher", "ann", "exchange", "settings"):
        (tmp_path / place).mkdir()
    (tmp_path / "exchange").chmod(0o777)
    (tmp_path / "settings" / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.Exchange.root = {str(tmp_path / 'exchange')!r}\n"
    )
    root = grading_course.make(tmp_path / "teacher")
    for name in ("nbgrader_config.py", "Makefile"):
        shutil.copy(ROOT / name, root)
    (root / ".venv").symlink_to(sys.prefix)
    with open(root / "nbgrader_config.py", "a") as config:
        config.write("\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")

    def run(line, place="teacher"):
        line = line.replace("01_masked_attention", LESSON)
        words = shlex.split(line, comments=True)
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(tmp_path / place),
            "USER": place,
            "JUPYTER_CONFIG_DIR": str(tmp_path / "settings"),
            "PYTHONPATH": str(ROOT),
        }
        words += ["READY="] if words[0] == "make" else []
        done = subprocess.run(
            words,
            cwd=tmp_path / place,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}"
        return done.stdout

    return run


def test_a_lesson_there_and_back_by_the_exchange(run, tmp_path):
    release, collect, grade, generate, give = block(GUIDE, "nbgrader release_assignment")
    fetch, submit, feedback = block(GUIDE, "nbgrader fetch_assignment")
    (due,) = block(GUIDE, "nbgrader db assignment add")

    run(release)
    run(fetch, "ann")
    place = tmp_path / "ann" / LESSON / f"{NOTEBOOK}.ipynb"
    nbformat.write(nbformat.from_dict(nbformat.read(place, as_version=4) | {"cells": _solved().cells}), place)
    run(submit, "ann")
    run(collect)
    (handed_in,) = (tmp_path / "teacher" / "submitted").iterdir()
    assert (handed_in / LESSON / "timestamp.txt").exists()
    assert "1 graded; 1 with full marks" in run(grade)
    run(due.replace("2026-11-09", "2020-11-09"))
    run(grade)
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{tmp_path}/teacher/gradebook.db", "cost_of_a_token") as book:
        (submission,) = book.assignment_submissions(LESSON)
        assert (
            submission.score == submission.late_submission_penalty > 0 and submission.total_seconds_late > 0
        )
    run(generate)
    run(give)
    run(feedback, "ann")
    (page,) = (tmp_path / "ann").rglob("*.html")
    assert "everything holds" in page.read_text(encoding="utf8")


def _solved():
    return nbformat.from_dict(grading_course.solved())


@pytest.mark.thorough  # tests/test_grading_lms.py tries the same with a judge that answers at once
def test_a_lesson_there_and_back_by_an_lms(run, tmp_path):
    teacher = tmp_path / "teacher"
    for name in ("autograder", "decodelab"):
        (teacher / name).symlink_to(ROOT / name)
    downloaded = teacher / "downloaded"
    downloaded.mkdir()
    roster = block(GUIDE, "id,first_name")
    (teacher / "roster.csv").write_text("\n".join([*roster, "ann,Ann,Lee,ann@example.org,12347,,,,,"]))
    (teacher / "overrides.csv").write_text(
        f"student,lesson,cell,points,reason\njsmith2,{LESSON},test_count,1,A regrade request was granted.\n"
    )
    zipped(
        downloaded / "submissions.zip",
        {
            "smithjane_12345_1_small.ipynb": grading_course.solved(),
            "smithjane_LATE_12346_2_small-1.ipynb": grading_course.answered(),
            "leeann_12347_3_small.ipynb": grading_course.answered(softmax=grading_course.SOURCE[5][2]),
        },
    )
    (downloaded / "grades.csv").write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section,Small (4711)\n    Points Possible,,,,,22\n"
        + "".join(f'"X, Y",{number},,,,\n' for number in (12345, 12346, 12347))
    )

    everything, one = block(GUIDE, "make release")
    assert "solutions/" in everything or "course/90_small/small.ipynb" in run(one)
    (collect,) = block(
        GUIDE, "python -m autograder import downloaded/submissions.zip 01_masked_attention", exactly=True
    )
    assert "1 marked as late: jsmith2" in run(collect)
    (moodle,) = (
        line
        for line in block(
            GUIDE, "python -m autograder import downloaded/submissions.zip 01_masked_attention --w"
        )
    )
    (downloaded / "Grades.csv").write_text(
        "Identifier,Full name,Email address,Status,Grade,Last modified (submission)\n"
    )
    run(moodle)  # whose sheet has nothing on students of Canvas
    everything, one, again = block(GUIDE, "make grade  ")
    said = run(everything)
    assert (
        "3 submissions, 3 judged now" in said and "1 points changed by overrides.csv: test_count (1)" in said
    )
    assert "0 judged now, 3 unchanged" in run(one) and "3 submissions, 1 judged now" in run(again)
    (export,) = block(GUIDE, "python -m autograder export")
    run(export)
    last = (downloaded / "grades-graded.csv").read_text().splitlines()[-3:]
    assert [line.rpartition(",")[2] for line in last] == ["19", "1", "3"]
    for line in block(GUIDE, "nbgrader export"):
        run(line)
    assert '"Smith, Jane",12345,S-1001,jane.smith,Monday,19' in (teacher / "canvas.csv").read_text()
    assert ",Jane,Smith,,jane2@example.org,1" in (teacher / "moodle.csv").read_text()
