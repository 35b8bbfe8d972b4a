"""What verdicts depend on beside submission, lesson and secret: a digest of the code and data that judge."""

import ast
import hashlib
import importlib.util
import os
import sys
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path

import numpy

import autograder
import decodelab
from autograder.grading.lesson import Lesson
from autograder.grading.needed import parsed


def of_the_judge() -> bytes:
    """A digest of everything in the packages that judge, file by file, and of what they run on."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {numpy.__version__} {installed('ipython')}".encode())
    for package in (autograder, decodelab):
        folder = Path(package.__path__[0])
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return digest.digest()


def name() -> str:
    """The version of the project, and the beginning of the digest that tells this one from any other."""
    try:
        edition = installed("cost-of-a-token")
    except PackageNotFoundError:  # run from its folder
        edition = "not installed"
    return f"{edition}, {of_the_judge().hex()[:12]}"


def of_own_modules(root: str | os.PathLike[str], lesson: Lesson) -> bytes:
    """A digest of the course's own modules that a lesson's cells import, and of those that these import."""
    folder, digest, seen = Path(root).resolve(), hashlib.sha256(), set[Path]()
    todo = {
        name
        for cell in lesson.cells
        if cell.cell_type == "code"
        for name in _imported(cell.test or cell.source)
    }
    while todo:
        name = todo.pop()
        for path in _files(folder, name):
            if path not in seen:
                seen.add(path)
                todo |= _imported(path.read_text(encoding="utf8", errors="replace"))
    for path in sorted(seen):
        digest.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return digest.digest() if seen else b""


def _imported(source: str) -> set[str]:
    """Top-level names of what a piece of code imports."""
    names = set()
    for node in ast.walk(parsed(source) or ast.Module([], [])):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def _files(root: Path, name: str) -> list[Path]:
    """The files of a module or package that lies in the course's folder."""
    if name in ("autograder", "decodelab"):
        return []
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        spec = None
    places = [Path(spec.origin)] if spec and spec.origin and spec.origin.endswith(".py") else []
    places += [root / f"{name}.py", root / name / "__init__.py"]
    files: set[Path] = set()
    for place in places:
        if place.is_file() and place.resolve().is_relative_to(root) and ".venv" not in place.parts:
            files |= set(place.parent.rglob("*.py")) if place.name == "__init__.py" else {place}
    return sorted(path.resolve() for path in files)
