"""What the README shows is what happens."""

import contextlib
import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.answers import sample_class
from tests.needs_sandbox import needs_sandbox

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf8")


def test_the_failing_check_says_what_the_readme_shows():
    from autograder.kit.verdict import CheckFailed

    code, shown = re.search(r"```python\n(.*?)```\n\n```\n(.*?)```", README, re.DOTALL).groups()
    with pytest.raises(CheckFailed) as caught:
        exec(code, {})
    assert str(caught.value).strip() == shown.strip()


def test_the_passing_check_says_what_the_readme_shows():
    from autograder import check
    from decodelab.reference import causal_attention

    shown = re.search(r"And when it is right:\n\n```\n(.*?)```", README, re.DOTALL)[1]
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        check.causal_attention(lambda Q, K, V: causal_attention(Q, K, V).astype(Q.dtype))
    assert out.getvalue().strip() == shown.strip()


@needs_sandbox
def test_grading_the_sample_class_says_what_the_readme_shows(tmp_path):
    shown = re.search(r"`make grade LESSON=01_masked_attention` says:\n\n```\n(.*?)```", README, re.DOTALL)[1]
    for name in ("solutions", "course"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    sample_class.write(tmp_path / "submitted", ["01_masked_attention"])
    said = subprocess.run(
        [sys.executable, "-m", "autograder", "grade", "01_masked_attention"],
        cwd=tmp_path,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    assert said.strip() == shown.strip()


def test_every_make_target_of_the_readme_exists():
    makefile = (ROOT / "Makefile").read_text()
    for target in set(re.findall(r"\bmake ([a-z]+)\b", README)) - {"lab"} | {"lab"}:
        if f"`make {target}" in README or f"\nmake {target}" in README:
            assert f"\n{target}:" in makefile, target


def test_every_file_the_readme_links_to_exists():
    for link in re.findall(r"\]\(([^)#]+)\)", README):
        if "://" not in link:
            assert (ROOT / link).exists(), link


def test_every_lesson_stands_in_the_readme():
    for lesson in sorted((ROOT / "course").glob("[0-9][0-9]_*/*.ipynb")):
        path = lesson.relative_to(ROOT).as_posix()
        assert f"]({path})" in README and f"/HEAD?urlpath=lab/tree/{path})" in README, path
