"""What comes in: files as learners hand them in, and the notebook that is rebuilt from them."""

import json
import os

import pytest

from autograder.grading import intake, lesson, rebuild
from autograder.grading.needed import trim
from tests import grading_course
from tests.grading_course import NOTEBOOK, answered, as_bytes, cell, solved


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return lesson.load(grading_course.make(tmp_path_factory.mktemp("course")), grading_course.LESSON)[0]


def rebuilt(small, submission):
    return rebuild.notebook(small, intake.parse(as_bytes(submission)))


def test_a_submission_comes_back_as_it_was_if_nothing_was_tampered_with(small):
    assert [c.source for c in rebuilt(small, solved())] == [c["source"] for c in solved()["cells"]]


@pytest.mark.parametrize(
    "data, state",
    [
        (b"", "not a notebook"),
        (b"{", "not a notebook"),
        (b"\xff\xfe\x00junk", "not a notebook"),
        (b"%PDF-1.4", "not a notebook"),
        (b"[]", "not a notebook"),
        (b"3", "not a notebook"),
        (b"{}", "not a notebook"),
        (b'{"nbformat": 4}', "not a notebook"),
        (b"[" * 200_000, "not a notebook"),
        (b'{"nbformat": 4, "cells": NaN}', "not a notebook"),
        (b'{"nbformat": 3, "worksheets": []}', "old format"),
        (b'{"nbformat": 4, "cells": [3]}', "not a notebook"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": [3]}]}', "not a notebook"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": {"a": 1}}]}', "not a notebook"),
        (
            b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "x", "metadata": 7}]}',
            "not a notebook",
        ),
        (
            json.dumps(
                {"nbformat": 4, "cells": [{"cell_type": "code", "metadata": {}, "source": "x" * 2_000_000}]}
            ).encode(),
            "too large",
        ),
        (json.dumps({"nbformat": 4, "cells": [{}] * 3000}).encode(), "not a notebook"),
    ],
    ids=range(17),
)
def test_what_is_no_notebook_has_a_state_and_says_so(data, state):
    with pytest.raises(intake.Unreadable) as problem:
        intake.parse(data)
    assert problem.value.state == state and problem.value.message


def test_files_that_are_not_there_not_theirs_or_not_files_have_their_states(tmp_path):
    folder = tmp_path / "ann" / "90_small"
    folder.mkdir(parents=True)
    path = folder / f"{NOTEBOOK}.ipynb"

    def state(path=path):
        with pytest.raises(intake.Unreadable) as problem:
            intake.read(path)
        return problem.value.state

    assert state() == "missing"
    (tmp_path / "gradebook.db").write_text("secret")
    path.symlink_to(tmp_path / "gradebook.db")
    assert state() == "symlink"
    path.unlink()
    os.mkfifo(path)
    assert state() == "unreadable"
    path.unlink()
    path.mkdir()
    assert state() == "unreadable"
    path.rmdir()
    with open(path, "wb") as file:
        file.truncate(intake.MAX_FILE + 1)
    assert state() == "too large"
    path.write_bytes(b"{}")
    assert intake.read(path) == b"{}"
    (tmp_path / "bob").mkdir()
    (tmp_path / "bob" / "90_small").symlink_to(folder)
    assert state(tmp_path / "bob" / "90_small" / path.name) == "symlink", "a lesson's folder may be no link"
    (tmp_path / "eve").symlink_to(tmp_path / "ann")
    assert state(tmp_path / "eve" / "90_small" / path.name) == "symlink", "nor a student's"


def test_a_file_that_grows_while_it_is_read_is_read_up_to_the_limit(tmp_path, monkeypatch):
    path = tmp_path / "ann" / "90_small" / "small.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x" * 100)
    monkeypatch.setattr(intake, "MAX_FILE", 50)
    monkeypatch.setattr(intake.os, "fstat", lambda d, real=os.fstat: Small(real(d)))
    with pytest.raises(intake.Unreadable) as problem:
        intake.read(path)
    assert problem.value.state == "too large"


class Small:
    """What `fstat` says of a file that has not grown yet."""

    def __init__(self, status):
        self.st_mode, self.st_size = status.st_mode, 10


def test_tests_and_locked_cells_are_the_releases_whatever_was_handed_in(small):
    submission = solved()
    for c in submission["cells"]:
        if c["id"].startswith("test_"):
            c["source"] = "assert True"
    for there, released in zip(rebuilt(small, submission), small.cells):
        assert there.role != "test" or (there.source == released.source and not there.code)


def test_a_deleted_cell_is_put_back_at_its_place_and_says_so(small):
    submission = solved()
    submission["cells"].remove(cell(submission, "test_softmax"))
    submission["cells"].remove(cell(submission, "softmax"))
    cells = rebuilt(small, submission)
    assert [c.grade_id for c in cells if c.grade_id] == [c.grade_id for c in small.cells if c.grade_id]
    assert "missing" in next(c.note for c in cells if c.grade_id == "test_softmax")


def test_an_answer_split_over_two_cells_runs_both_in_order(small):
    submission = solved()
    first = cell(submission, "count")
    second = json.loads(json.dumps(first)) | {"id": "other", "source": "second = 2"}
    submission["cells"].insert(submission["cells"].index(first) + 1, second)
    code = [c.code for c in rebuilt(small, submission)]
    assert code.index("second = 2") == code.index(first["source"]) + 1


def test_an_answer_whose_metadata_was_lost_is_known_by_its_id(small):
    submission = solved()
    cell(submission, "count")["metadata"] = {}
    assert (
        next(c for c in rebuilt(small, submission) if c.grade_id == "count").source
        == cell(solved(), "count")["source"]
    )


def test_a_changed_import_cell_runs_as_the_learner_changed_it(small):
    submission = answered(imports="import numpy as np\nimport math")
    assert rebuilt(small, submission)[0].code == "import numpy as np\nimport math"


def test_only_statements_that_something_needs_are_kept_of_the_releases_cells():
    cells = [
        (
            "import numpy as np\nimport matplotlib.pyplot as plt\nfrom decodelab import figures, reference",
            False,
        ),
        ("base = np.ones(3)\nbase[0] = 2\nfigure = plt.figure()\nprint(base)", False),
        ("scale = 7", False),
        ("def answer():\n    return base * scale", True),
        ("reference.softmax(answer())", True),
    ]
    assert trim(cells) == [
        "import numpy as np\nfrom decodelab import reference",
        "base = np.ones(3)\nbase[0] = 2",
        "scale = 7",
        cells[3][0],
        cells[4][0],
    ]
