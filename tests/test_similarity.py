"""Whose code is alike: what a copy with other names has, and what everybody has by the nature of the
lesson."""

import random

import pytest

from autograder.grading import similarity
from autograder.grading.similarity import alike, main, page
from tests import grading_course
from tests.grading_course import LESSON
from tests.test_class_report import Reader, submission

pytest.importorskip("copydetect")

EVERYBODYS = (
    "def softmax(scores):\n    e = np.exp(scores - scores.max(axis=-1, keepdims=True))\n"
    "    return e / e.sum(axis=-1, keepdims=True)\n"
)
ODD = """
def causal_attention(Q, K, V):
    out = []
    for row in range(len(Q)):
        seen = [float(Q[row] @ K[j]) / 3 ** 0.5 for j in range(row + 1)]
        top = max(seen) if seen else 0.0
        out.append(sum(np.exp(s - top) * V[j] for j, s in enumerate(seen)))
    return np.array(out)
"""
COPY = (
    ODD.replace("out", "result")
    .replace("seen", "scores")
    .replace("row", "i")
    .replace("    top", "    # mine\n        top")
)


def _own(seed):
    """Code of a shape that nobody else has."""
    draw = random.Random(seed)
    lines = [
        f"    x{n} = {draw.choice('QKV')}[{n}:] {draw.choice('+-*@/')} {draw.randint(2, 99)} ** "
        f"{draw.choice(['len(Q)', 'Q.size', '2', 'K.ndim'])}"
        for n in range(6)
    ]
    return "def causal_attention(Q, K, V):\n" + "\n".join(lines) + "\n    return x5\n"  # fmt: skip


CLASS = {f"learner{n}": EVERYBODYS + _own(n) for n in range(8)} | {
    "ann": EVERYBODYS + ODD,
    "bob": EVERYBODYS + COPY,
}


def test_a_copy_with_other_names_and_comments_is_listed_and_what_everybody_has_is_not():
    first = alike(CLASS)[0]
    assert first.students == ("ann", "bob") and min(first.shares) > 0.8
    assert not [pair for pair in alike(dict.fromkeys(CLASS, EVERYBODYS)) if pair], (
        "all have it: it says nothing"
    )
    assert (
        "<mark>" in first.texts[0]
        and "softmax" not in first.texts[0].split("<mark>", 1)[1].split("</mark>")[0]
    )


def test_what_the_solution_has_says_nothing():
    assert not [pair for pair in alike(CLASS, [ODD]) if pair.students == ("ann", "bob")]


def test_the_page_says_what_it_can_not_tell_and_runs_nothing():
    hostile = {s: text + "\n# </pre><script>alert(1)</script>" for s, text in CLASS.items()}
    names = {"ann": "<b>ann", "bob": "bob\u202e"}
    hostile = {names.get(s, s): text for s, text in hostile.items()}
    read = Reader(page(LESSON, hostile, alike(hostile), 2))
    assert (
        "never by itself a reason for a mark" in read.text and "2 hand-ins were not judged yet" in read.text
    )
    assert "<b>ann" in read.text and "alert(1)" in read.text


def test_the_command_writes_it_of_what_was_judged_without_what_the_lesson_hands_out(
    tmp_path, monkeypatch, capsys
):
    from autograder.grading.course import Course

    course = Course(grading_course.make(tmp_path))
    judged = [submission(course, s, {"causal_attention": text}) for s, text in CLASS.items()]
    monkeypatch.setattr(similarity.batch, "collect", lambda course, name: judged)
    assert main([LESSON, "--root", str(tmp_path)]) == 0
    text = (course.reports / LESSON / "similarity.html").read_text(encoding="utf8")
    assert "ann and bob" in text and "raise NotImplementedError" not in text
    monkeypatch.setattr(similarity.batch, "collect", lambda course, name: [])
    assert main([LESSON, "--root", str(tmp_path)]) == 2 and "make grade" in capsys.readouterr().err
