"""A small course to test grading with: one lesson with an exercise of each kind, in nbgrader's format."""

import json
import re
from pathlib import Path

from autograder.lessons import QUIZZES

LESSON, NOTEBOOK = "90_small", "small"

SOURCE = [
    (
        "imports",
        "code",
        "import numpy as np\nimport matplotlib.pyplot as plt\n\nfrom autograder import check",
        None,
        None,
    ),
    ("opening", "text", "# A small lesson", None, None),
    (
        "demo",
        "code",
        "figure, axes = plt.subplots()\naxes.plot(np.arange(3))\nexample = np.ones((2, 2))",
        None,
        None,
    ),
    (
        "causal_mask",
        "solution",
        "def causal_mask(n):\n    ### BEGIN SOLUTION\n    return np.tri(n, dtype=bool)\n    ### END SOLUTION",
        None,
        None,
    ),
    (
        "test_causal_mask",
        "test",
        "check.causal_mask(causal_mask)",
        "check.causal_mask(causal_mask, seed=1)",
        2,
    ),
    (
        "softmax",
        "solution",
        "def softmax(scores):\n    ### BEGIN SOLUTION\n"
        "    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))\n"
        "    return exps / exps.sum(axis=-1, keepdims=True)\n    ### END SOLUTION",
        None,
        None,
    ),
    ("test_softmax", "test", "check.softmax(softmax)", None, 3),
    (
        "causal_attention",
        "solution",
        "def causal_attention(Q, K, V):\n    ### BEGIN SOLUTION\n"
        "    scores = Q @ K.T / np.sqrt(Q.shape[1]).astype(Q.dtype)\n"
        "    return softmax(np.where(causal_mask(len(Q)), scores, -np.inf)) @ V\n    ### END SOLUTION",
        None,
        None,
    ),
    (
        "test_causal_attention",
        "test",
        "check.causal_attention(causal_attention)",
        "check.causal_attention(causal_attention, seed=11)",
        5,
    ),
    (
        "Stack",
        "solution",
        "class Stack:\n    ### BEGIN SOLUTION\n    def __init__(self):\n"
        "        self.items = np.empty((0, 2))\n\n    def append(self, row):\n"
        "        self.items = np.vstack([self.items, row])\n\n    def __len__(self):\n"
        "        return len(self.items)\n    ### END SOLUTION",
        None,
        None,
    ),
    (
        "test_stack",
        "test",
        "stack = Stack()\nrow = np.array([1.0, 2.0])\nstack.append(row)\nassert len(stack) == 1",
        "row[:] = 9\nassert (stack.items == [[1, 2]]).all(), 'a stack keeps what was appended'\n"
        "other = Stack()\nassert len(other) == 0 and other.items.shape == (0, 2)",
        4,
    ),
    (
        "count",
        "solution",
        "def count(n):\n    ### BEGIN SOLUTION\n    return n * (n + 1) // 2\n    ### END SOLUTION",
        None,
        None,
    ),
    (
        "test_count",
        "test",
        "right = sum(count(n) == sum(range(n + 1)) for n in (0, 1, 2, 10))\n2.0 * right / 4",
        None,
        2,
    ),
    (
        "twice",
        "solution",
        "def twice(function, x):\n    ### BEGIN SOLUTION\n    return function(function(x))\n"
        "    ### END SOLUTION",
        None,
        None,
    ),
    (
        "test_twice",
        "test",
        "assert twice(lambda x: x + 1, 3) == 5",
        "assert np.array_equal(twice(lambda x: 2 * x, np.arange(3)), [0, 4, 8])",
        2,
    ),
    (
        "q4_keys",
        "solution",
        f'def q4_keys():\n    ### BEGIN SOLUTION\n    return "{QUIZZES["q4_keys"].right}"\n'
        "    ### END SOLUTION",
        None,
        None,
    ),
    ("test_q4_keys", "test", 'check.quiz("q4_keys", q4_keys)', None, 1),
    ("why", "answer", "Because a token can't use what is not there yet.", None, 3),
]

AUTOMATIC = {grade_id: points for grade_id, role, _, _, points in SOURCE if role == "test"}


def _cell(name, role, source, hidden, points, released):
    if role == "solution":
        source = (
            re.sub(
                r"    ### BEGIN SOLUTION\n.*    ### END SOLUTION",
                "    raise NotImplementedError",
                source,
                flags=re.S,
            )
            if released
            else source
        )
    elif role == "answer" and released:
        source = "*Your answer here.*"
    elif role == "test" and hidden and not released:
        source = f"{source}\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS"
    cell = {
        "cell_type": "markdown" if role in ("text", "answer") else "code",
        "id": name,
        "metadata": {},
        "source": source,
    }
    if cell["cell_type"] == "code":
        cell |= {"execution_count": None, "outputs": []}
    if role in ("solution", "test", "answer"):
        mark = {
            "grade": role != "solution",
            "solution": role != "test",
            "locked": role == "test",
            "task": False,
            "grade_id": name,
            "schema_version": 3,
            "cell_type": cell["cell_type"],
        }
        cell["metadata"] = {"nbgrader": mark | ({"points": points} if points else {})}
    return cell


def notebook(released):
    """The lesson's notebook as JSON data: the release, or the source with its solutions."""
    return {
        "cells": [_cell(*row, released) for row in SOURCE],
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
    }


def make(root):
    """Write solutions/ and course/ of the small course below root."""
    for folder, released in (("solutions", False), ("course", True)):
        path = Path(root, folder, LESSON, f"{NOTEBOOK}.ipynb")
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(notebook(released)))
    return Path(root)


def cell(notebook, name):
    return next(
        c
        for c in notebook["cells"]
        if c["metadata"].get("nbgrader", {}).get("grade_id") == name or c["id"] == name
    )


def answered(**sources):
    """A blank submission with some cells answered, as JSON data."""
    made = notebook(True)
    for name, source in sources.items():
        cell(made, name)["source"] = source
    return made


def solved(**sources):
    """A perfect submission, some cells replaced."""
    made = notebook(False)
    for c in made["cells"]:
        c["source"] = re.sub(r" *### (BEGIN|END) SOLUTION\n?", "", c["source"])
        if "HIDDEN" in c["source"]:
            c["source"] = cell(notebook(True), c["id"])["source"]
    for name, source in sources.items():
        cell(made, name)["source"] = source
    return made


def submit(root, student, submission):
    """Put a submission (JSON data, text or bytes) where nbgrader's collect would."""
    path = Path(root, "submitted", student, LESSON, f"{NOTEBOOK}.ipynb")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_bytes(submission))
    return path


def as_bytes(submission):
    if isinstance(submission, bytes):
        return submission
    return (submission if isinstance(submission, str) else json.dumps(submission)).encode()
