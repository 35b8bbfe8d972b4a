"""Makes course/ from solutions/: `make release`.

Sources are first brought into normal form (no outputs, plain metadata, cell ids kept), then released by
nbgrader into a temporary folder that replaces the lesson's old release only when all went well.
Only the lesson's notebook is released: other files beside it may hold answers.
"""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from traitlets.config import Config

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def notebooks(folder):
    """The lessons' notebooks below solutions/ or course/: {lesson: path}, in order."""
    return {path.parent.name: path for path in sorted(Path(folder).glob("[0-9][0-9]_*/*.ipynb"))}


def normal_form(notebook):
    """The notebook (a dict) without anything that running or viewing it left behind; raises ValueError on bad ids."""
    ids = [cell.get("id") for cell in notebook["cells"]]
    if None in ids or len(set(ids)) != len(ids):
        raise ValueError(
            "every cell needs an id of its own; "
            f"missing: {ids.count(None)}, twice: {sorted({str(i) for i in ids if ids.count(i) > 1})}"
        )
    cells = []
    for cell in notebook["cells"]:
        kept = {
            "cell_type": cell["cell_type"],
            "id": cell["id"],
            "metadata": {k: v for k, v in cell["metadata"].items() if k in ("nbgrader", "tags", "jupyter")},
            "source": _lines(cell["source"]),
        }
        if cell["cell_type"] == "code":
            kept |= {"execution_count": None, "outputs": []}
        cells.append(dict(sorted(kept.items())))
    return {
        "cells": cells,
        "metadata": {"kernelspec": KERNELSPEC, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def dumps(notebook):
    """The text of a notebook file, as nbformat writes it."""
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def normalise(path):
    """Bring one source notebook into normal form; returns True if the file changed."""
    path = Path(path)
    old = path.read_text(encoding="utf8")
    try:
        new = dumps(normal_form(json.loads(old)))
    except (ValueError, KeyError) as error:
        raise ValueError(f"{path}: {error}") from error
    if new != old:
        path.write_text(new, encoding="utf8")
    return new != old


def release(root=".", lessons=None, database=True):
    """Release lessons (all by default) of the course at `root`; returns the paths written.

    database: also enter the assignments into the gradebook, which stock `nbgrader autograde` asks for.
    """
    root = Path(root).resolve()
    sources = notebooks(root / "solutions")
    unknown = set(lessons or ()) - sources.keys()
    if unknown:
        raise ValueError(f"no such lesson: {', '.join(sorted(unknown))}. There are: {', '.join(sources)}.")
    written = []
    for lesson in lessons or sources:
        normalise(sources[lesson])
        with tempfile.TemporaryDirectory(prefix="release-", dir=root) as temporary:
            made = _generate(root, lesson, sources[lesson], Path(temporary), database)
            target = root / "course" / lesson
            target.parent.mkdir(exist_ok=True)
            if target.exists():
                target.rename(Path(temporary) / "old")
            os.rename(made, target)
        written.append(target / sources[lesson].name)
    return written


def main(arguments):
    """The command `python -m autograder release [lesson …]`."""
    from nbgrader.converters import NbGraderException

    try:
        for path in release(lessons=arguments):
            print(path)
    except NbGraderException:
        sys.exit(
            "\nNot everything was released; what nbgrader says of it stands above. Where graded cells were added or "
            "taken away\nafter a lesson was graded, either restore them, or start over with `nbgrader db assignment remove LESSON "
            "--force`, which also drops\npoints given by hand."
        )
    except ValueError as problem:
        sys.exit(f"Not everything was released. {problem}")
    return 0


def _generate(root, lesson, notebook, temporary, database):
    """Run nbgrader on a copy of the one notebook; returns the folder with the release."""
    from nbgrader.apps import NbGrader
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory

    (temporary / "source" / lesson).mkdir(parents=True)
    shutil.copy(notebook, temporary / "source" / lesson)
    app = NbGrader(config_file=str(root / "nbgrader_config"))
    app.load_cwd_config = False
    app.load_config_file(suppress_errors=False)
    settings = Config(app.config)
    settings.CourseDirectory.update(
        root=str(root),
        source_directory=str(temporary / "source"),
        assignment_id=lesson,
        release_directory=str(temporary / "release"),
    )
    settings.CourseDirectory.setdefault("db_url", f"sqlite:///{root / 'gradebook.db'}")
    settings.GenerateAssignment.no_database = not database
    settings.SaveCells.enabled = database
    # nbgrader starts alembic by name to lay out a new gradebook
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    GenerateAssignment(coursedir=CourseDirectory(config=settings), config=settings).start()
    return temporary / "release" / lesson


def _lines(source):
    return (
        source.splitlines(keepends=True)
        if isinstance(source, str)
        else "".join(source).splitlines(keepends=True)
    )
