"""The course as learners get it: `make handout`.

One folder, ready to be a git repository that nbgitpuller hands out, and the same as a zip: lessons as `make
release` makes them, what their notebooks import, the lock, and a Makefile with what learners use. Without
solutions/, tests, whatever a class handed in, and the course's secret; quizzes are sealed (kit/sealed.py), or
with GRADED_QUIZZES=1 only recorded.
"""

import argparse
import json
import os
import re
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

from autograder import before_and_after, release
from autograder.kit.sealed import record, seal

NAME = "cost-of-a-token"
PACKAGES = ("decodelab", "autograder", "lab_settings")
FILES = (
    ".gitignore",
    "LICENSE",
    "environment.yml",
    "jupyter_lab_config.py",
    "postBuild",
    "pyproject.toml",
    "requirements.txt",
)
NOT_FOR_LEARNERS = ("__pycache__", ".ipynb_checkpoints", "teaching")
ENDS_HERE = "# A handout's Makefile ends here."


def main(arguments):
    """The command `python -m autograder handout`."""
    parser = argparse.ArgumentParser(prog="python -m autograder handout", description=__doc__.split("\n")[0])
    parser.add_argument("--to", default="build/handout", help="folder to write into (%(default)s)")
    options = parser.parse_args(arguments)
    graded = os.environ.get("GRADED_QUIZZES", "0") not in ("", "0")
    try:
        folder, archive = write(Path("."), Path(options.to), graded)
    except release.NotReleased as problem:
        sys.exit(f"No handout was made. {problem}")
    how = "recorded, and judged by make grade" if graded else "sealed: they check themselves"
    print(f"{folder}  (for git and nbgitpuller)\n{archive}  (for everybody else)\nQuizzes are {how}.")
    return 0


def write(root, to, graded=False):
    """Write folder and archive below `to`; returns their paths. A .git in the folder stays, so a handout can
    be updated."""
    root, to = Path(root).resolve(), Path(to).resolve()
    to.mkdir(parents=True, exist_ok=True)
    folder = to / NAME
    with tempfile.TemporaryDirectory(prefix=".handout-", dir=to) as temporary:
        new = Path(temporary, NAME)
        _lay_out(root, new, graded)
        _replace(folder, new)
    return folder, _zipped(folder)


def _lay_out(root, new, graded):
    for name in PACKAGES:
        shutil.copytree(root / name, new / name, ignore=shutil.ignore_patterns(*NOT_FOR_LEARNERS))
    for name in FILES:
        shutil.copy(root / name, new / name)
    shutil.copy(root / "docs" / "handout" / "README.md", new)
    makefile = (root / "Makefile").read_text(encoding="utf8").partition(ENDS_HERE)[0]
    (new / "Makefile").write_text(makefile.rstrip() + "\n", encoding="utf8")
    for package in _lessons():
        _hide_answers(new, package, graded)
    with tempfile.TemporaryDirectory(prefix="release-", dir=root) as temporary:
        for lesson, path in release.made(root, Path(temporary)).items():
            notebook = json.loads(path.read_text(encoding="utf8"))
            for cell in notebook["cells"]:
                cell["source"] = without_ways_out("".join(cell["source"])).splitlines(keepends=True)
            place = new / "course" / lesson / path.name
            place.parent.mkdir(parents=True)
            place.write_text(release.dumps(notebook), encoding="utf8")
        before_and_after.write(new / "course")


def _lessons():
    from autograder.lessons import LESSONS

    return LESSONS.values()


def _hide_answers(new, package, graded):
    """In place of a lesson's quizzes.py, its quizzes without their answers."""
    place = new / Path(*package.__name__.split("."), "quizzes.py")
    if not place.exists():
        return
    quizzes = sys.modules[f"{package.__name__}.quizzes"].QUIZZES
    kind = "Recorded" if graded else "Sealed"
    entries = "".join(
        f"    {name!r}: {(record(quiz) if graded else seal(name, quiz))!r},\n"
        for name, quiz in quizzes.items()
    )
    place.write_text(
        f'"""The quizzes of this lesson; the questions stand in its notebook."""\n\nfrom autograder.kit.sealed import {kind}\n\n'  # noqa: E501
        f"QUIZZES = {{\n{entries}}}\n",
        encoding="utf8",
    )


def without_ways_out(text):
    """A cell's text without what leads to files that a handout does not have: a column of solutions, links to
    guides."""
    if "../../solutions/" in text:
        paragraphs = text.split("\n\n")
        kept = [p for p in paragraphs if p.startswith(("|", "#")) or not re.search(r"\bsolution", p)]
        text = "\n\n".join(_without_last_column(p) if "../../solutions/" in p else p for p in kept)
    return re.sub(r"\[([^\]]*)\]\(\.\./\.\./(?:docs|README)[^)]*\)", r"\1", text)


def _without_last_column(table):
    return "\n".join(re.sub(r"\s*[^|]*\|\s*$", "", line) for line in table.split("\n"))


def _replace(folder, new):
    """Put new in the place of folder, whose .git stays."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        if old.name != ".git":
            shutil.rmtree(old) if old.is_dir() and not old.is_symlink() else old.unlink()
    for made in new.iterdir():
        made.rename(folder / made.name)


def _zipped(folder):
    """The folder as a zip beside it; the same files give the same bytes."""
    archive = folder.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w") as file:
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.is_file() and inside.parts[0] != ".git":
                one = zipfile.ZipInfo(f"{NAME}/{inside.as_posix()}")
                one.compress_type = zipfile.ZIP_DEFLATED
                one.external_attr = (path.stat().st_mode & 0o777) << 16
                file.writestr(one, path.read_bytes())
    return archive
