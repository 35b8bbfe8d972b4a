"""The checks notice when a right answer is altered; `python -m tests.mutation` tries every mutant there
is."""

import zlib

import pytest

from tests import mutation

pytestmark = pytest.mark.slow

SAMPLE = 30
"""Mutants tried of each exercise here: the same ones each time, spread over the whole answer."""

PLAIN = mutation.plain_answers()


def _sample(source):
    return sorted(mutation.mutants_of(source), key=lambda m: zlib.crc32(m.source.encode()))[:SAMPLE]


@pytest.mark.parametrize("exercise", PLAIN)
def test_a_check_notices_every_mutant_that_is_not_explained(exercise):
    source = PLAIN[exercise].read_text()
    alive = {str(m) for m in mutation.survivors(exercise, source, _sample(source))}
    new = [m for m in alive if (exercise, m) not in mutation.explained()]
    assert not new, (
        "these change the answer and its check doesn't notice; extend the check, or say in "
        f"{mutation.EXPLAINED.name} why they do the same:\n" + "\n".join(new)
    )


def test_every_explained_mutant_still_exists():
    existing = {
        (exercise, str(m)) for exercise, path in PLAIN.items() for m in mutation.mutants_of(path.read_text())
    }
    gone = sorted(set(mutation.explained()) - existing)
    assert not gone, f"remove these from {mutation.EXPLAINED.name}, no mutant is like them any more: {gone}"


def test_every_explained_mutant_has_an_explanation():
    assert None not in mutation.explained().values()


@pytest.mark.parametrize(
    "answer, mutant",
    [
        ("return a + b", "return a - b"),
        ("return a < b", "return a <= b"),
        ("return a @ b", "return b @ a"),
        ("return a[1:]", "return a[2:]"),
        ("return a[:b]", "return a[:]"),
        ("return f(a, axis=1)", "return f(a)"),
        ("return f(a)", "return a"),
        ("return a.T", "return a"),
        ("return -a", "return a"),
        ("a = b", "pass"),
        ("return a.max()", "return a.min()"),
        ("if a:\n        return b", "if True:\n        return b"),
        ("return [a for a in b if a]", "return [a for a in b]"),
        ("return a", "return b"),
        ("return a", "return"),
    ],
)
def test_mutants_alter_one_place(answer, mutant):
    sources = [m.source for m in mutation.mutants_of(f"def answer(a, b):\n    {answer}")]
    assert f"def answer(a, b):\n    {mutant}" in sources


def test_mutants_leave_docstrings_and_imports_alone():
    source = 'import numpy as np\n\ndef answer(n):\n    """Adds 1."""\n    return np.ones(n)'
    assert all(
        '"""Adds 1."""' in m.source and "import numpy as np" in m.source for m in mutation.mutants_of(source)
    )


def test_a_mutant_that_never_ends_is_killed():
    plain = "def query_key_pairs(n):\n    return [(i, j) for i in range(n) for j in range(i + 1)]"
    endless = mutation.Mutant("def query_key_pairs(n):\n    while True:\n        pass", "return", "loop")
    assert mutation.survivors("query_key_pairs", plain, [endless]) == []
