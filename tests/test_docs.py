"""Every command in the documents is run by a test, which asks for it there, or is marked as not run, with the
reason."""

import ast
import re

import pytest

from tests.documents import DOCUMENTS, ROOT, blocks

PROGRAM = re.compile(
    r"(?:cd|conda|dask|docker|git|jupyter|make|nbgrader|openssl|pip|python|rm|sbatch|uv|export|\.venv/\S+|\. "
    r"\S+|#!.*)\b"
)
BLOCKS = [
    pytest.param(mark, lines, id=f"{document}: {lines[0][:50]}")
    for document in DOCUMENTS
    for mark, language, lines in blocks(document)
    if language in ("", "bash", "sh", "console") and lines and PROGRAM.match(lines[0])
]


@pytest.mark.parametrize("mark, lines", BLOCKS)
def test_a_block_of_commands_is_run_or_says_why_not(mark, lines):
    if said := re.fullmatch(r"not run: (.{10,})", mark):
        for path in re.findall(r"tests/[\w/.]+\.py", said[1]):
            assert (ROOT / path).exists(), path
        return
    found = re.fullmatch(r"run by (tests/\S+\.py)", mark)
    assert found, (
        f"no mark above it: <!-- run by tests/test_x.py --> or <!-- not run: why -->; there is {mark!r}"
    )
    texts = [
        node.value
        for node in ast.walk(ast.parse((ROOT / found[1]).read_text(encoding="utf8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) > 6
    ]
    assert any(lines[0].startswith(text) for text in texts), f"{found[1]} does not ask for {lines[0]!r}"


def test_there_are_such_blocks():
    assert len(BLOCKS) > 20
