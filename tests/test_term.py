"""docs/term.md, walked: its commands as they stand there, one after the other, with a smaller class."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.documents import ROOT, block, blocks
from tests.needs_sandbox import needs_sandbox

pytestmark = [needs_sandbox, pytest.mark.thorough]  # what it does, other tests try with a small course

WALK = "docs/term.md"
BEGINNINGS = [
    "make release LESSON=",
    ". .venv/bin/activate",
    "make grade LESSON=",
    "python -m autograder export",
]


def test_the_walk(tmp_path):
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        text=True,
        stdout=subprocess.PIPE,
    ).stdout.splitlines()
    for name in listed:
        if (ROOT / name).is_file():
            place = tmp_path / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes((ROOT / name).read_bytes())
            place.chmod((ROOT / name).stat().st_mode)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    for name in ("requirements.txt", "pyproject.toml"):
        os.utime(tmp_path / name, (0, 0))  # .venv is ready

    overrides = block(WALK, "student,lesson,cell")
    steps = [lines for mark, _, lines in blocks(WALK) if mark.startswith("run by")]
    assert len(steps) == len(BEGINNINGS) + 1 and all(
        any(s[0].startswith(b) for b in BEGINNINGS) for s in steps
    )
    said = ""
    for number, lines in enumerate(steps):
        if number == 3:
            (tmp_path / "overrides.csv").write_text("\n".join(overrides))
        script = "\n".join(lines).replace("sample_lms 60", "sample_lms 12")
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=tmp_path,
            env={
                **os.environ,
                "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
                "PYTHONPATH": str(tmp_path),
            },
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        said += done.stdout
        assert done.returncode in (0, 1), done.stdout  # 1: a person should look at something
    assert "can't be read, and cost" in said
    assert (
        "is nobody in roster.csv" in said
        and "marked as late" in said
        and "points changed by overrides.csv" in said
    )
    graded = (tmp_path / "downloaded" / "grades-graded.csv").read_text().splitlines()
    points = [line.rpartition(",")[2] for line in graded[2:]]
    assert len(points) == 12 and sum(bool(p) for p in points) == 9, "two handed in nothing, one can't be read"
    assert len(list((tmp_path / "feedback").rglob("*.html"))) == 9
    assert re.search(
        r"Dropped: this question counts for nobody", next((tmp_path / "feedback").rglob("*.html")).read_text()
    )
