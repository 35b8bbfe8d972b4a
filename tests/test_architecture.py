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


def _named(folder):
    return pytest.mark.parametrize("path", modules(folder), ids=lambda p: str(p.relative_to(ROOT)))


def _imports(path, *packages):
    return sorted(n for n in imported(path) if any(n == p or n.startswith(f"{p}.") for p in packages))


@_named("decodelab")
def test_decodelab_never_imports_autograder(path):
    assert not _imports(path, "autograder")


@_named("autograder/kit")
def test_the_kit_imports_nothing_else_of_the_autograder(path):
    assert not [
        n for n in _imports(path, "autograder") if n != "autograder" and not n.startswith("autograder.kit")
    ]


@_named("autograder/cost")
def test_cost_imports_the_kit_and_nothing_else_of_the_autograder(path):
    assert not [
        n for n in _imports(path, "autograder") if not n.startswith(("autograder.kit", "autograder.cost"))
    ]


@_named("autograder/lessons")
def test_checks_never_import_grading(path):
    assert not _imports(path, "autograder.grading", "autograder.check", "autograder.release")


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("autograder/lessons/*/parts.py")), ids=lambda p: p.parent.name
)
def test_what_misconceptions_are_made_from_imports_nothing_from_checks(path):
    its_own = f"autograder.lessons.{path.parent.name}.parts"
    allowed = {"autograder.kit.misconception", "autograder.kit.not_softmax", its_own}
    assert not [n for n in _imports(path, "autograder") if not any(n.startswith(a) for a in allowed)]


@_named("autograder/lessons")
def test_a_page_imports_of_other_lessons_nothing(path):
    lesson = path.relative_to(ROOT / "autograder" / "lessons").parts[0]
    assert not [n for n in _imports(path, "autograder.lessons") if n.split(".")[2:3] not in ([], [lesson])]


@pytest.mark.parametrize(
    "path", modules("autograder") + modules("decodelab"), ids=lambda p: str(p.relative_to(ROOT))
)
def test_a_module_is_at_most_400_lines_long_or_says_why(path):
    text = path.read_text(encoding="utf8")
    assert len(text.splitlines()) <= 400 or "Over 400 lines: " in ast.get_docstring(ast.parse(text)), (
        "split it, or say in its docstring why it stays: 'Over 400 lines: …'"
    )


def test_no_module_is_called_utils():
    assert not [
        p for p in modules("decodelab") + modules("autograder") if "util" in p.stem or "helper" in p.stem
    ]
