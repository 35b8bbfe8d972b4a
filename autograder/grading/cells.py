"""A cell of the notebook that is graded, and what can be told of a piece of code without running it."""

import ast
import functools
import re
from dataclasses import dataclass

from autograder.grading.lesson import Cell
from autograder.grading.needed import names_bound, names_free, parsed


@dataclass
class Rebuilt:
    """One cell of the notebook that is graded: role and grade_id as in the release ("code" and "text" if
    added), what the learner sees (`source`) and what runs (`code`, empty for tests and texts).

    doubt   why a person should look, if this answer or test turns out to be empty or wrong
    others  numbers of the cells that define, too, what this test tests, beside the one that it runs after
    """

    role: str
    grade_id: str
    source: str
    cell_type: str
    released: Cell | None = None
    code: str = ""
    note: str = ""
    doubt: str = ""
    others: tuple = ()

    @property
    def test(self) -> str:
        """The whole source of the test that it is, hidden part included; "" if it is none."""
        return self.released.test if self.released else ""

    @property
    def points(self) -> float:
        """What it is worth."""
        return self.released.points if self.released else 0.0

    @property
    def theirs(self) -> bool:
        """Whether a learner wrote this."""
        return self.released is None or normal(self.source) != normal(self.released.source)

    @property
    def empty(self) -> bool:
        """Whether nothing was written into an answer's cell."""
        return not self.theirs or not self.source.strip()


def own_names(cell: Rebuilt) -> set[str]:
    """What a learner's cell binds; of a changed cell of the release what that one doesn't bind itself."""
    if cell.role not in ("code", "solution") or not cell.code or not cell.theirs:
        return set()
    return binds_of(cell.code) - (
        binds_of(cell.released.source) if cell.released is not None and cell.role == "code" else set()
    )


@functools.cache
def binds_of(code: str) -> set[str]:
    """The names that running a piece of code binds; of what is no Python, what it seems to define."""
    tree = parsed(code) if code else None
    if tree is None:
        return set(re.findall(r"^(?:(?:async )?def|class) +(\w+)", code or "", re.MULTILINE))
    return names_bound(tree)


def wanted_by(cell: Rebuilt) -> set[str]:
    """The names of the learner's that a test uses."""
    tree = parsed(cell.test)
    return names_free(tree) if tree else set()


def is_stub(code: str, released: Cell) -> bool:
    """Whether a piece of code is the release's stub, whatever its texts and comments say."""
    return bool(released.source.strip()) and bare(code) == bare(released.source)


@functools.cache
def bare(code: str) -> str:
    """A form of a piece of code that layout, comments and docstrings don't change."""
    tree = parsed(code)
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and len(node.body) > 1:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                del node.body[0]
    return _dumped(tree) or normal(code)


def form(source: str) -> str:
    """What stays of a cell's text when its layout is changed."""
    tree = parsed(source)
    return (_dumped(tree) if tree is not None and tree.body else "") or normal(source)


def _dumped(tree: ast.AST | None) -> str:
    try:
        return ast.dump(tree) if tree is not None else ""
    except RecursionError:
        return ""


def normal(source: str) -> str:
    """A cell's text without spaces at the ends of its lines."""
    return "\n".join(line.rstrip() for line in source.strip().splitlines())


def unfenced(text: str) -> str:
    """Code that was turned into a text, with or without a fence of its own."""
    fenced = re.fullmatch(r"\s*```\w*\n(.*?)\n?```\s*", text, re.DOTALL)
    return fenced[1] if fenced else text
