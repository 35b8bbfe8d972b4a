"""The arrows of the house run one way."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def imported(path):
    """Dotted names of everything a module imports, wherever in the file."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def modules(folder):
    return sorted((ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("path", modules("decodelab"), ids=lambda p: str(p.relative_to(ROOT)))
def test_decodelab_never_imports_autograder(path):
    assert not [name for name in imported(path) if name.split(".")[0] == "autograder"]


JUDGING = [
    p
    for p in modules("autograder")
    if "grading" not in p.parts and p.name not in ("__main__.py", "progress.py")
]


@pytest.mark.parametrize("path", JUDGING, ids=lambda p: str(p.relative_to(ROOT)))
def test_checks_never_import_grading(path):
    assert not [name for name in imported(path) if name.startswith("autograder.grading")]


@pytest.mark.parametrize("path", modules("autograder/misconceptions"), ids=lambda p: p.name)
def test_misconceptions_never_import_checks(path):
    assert not [name for name in imported(path) if name.startswith("autograder.checks")]


def test_no_module_is_called_utils():
    assert not [
        p for p in modules("decodelab") + modules("autograder") if "util" in p.stem or "helper" in p.stem
    ]
