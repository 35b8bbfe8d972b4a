"""Whether a notebook's text reaches into what counts its work.

Counts are taken beside the learner's code, by modules of the course that this code can reach. A text that
writes into one of them is seen here, and a person looks at what passed by such counts. It is a tripwire: a
text can hide what it does. What can't be hidden is what work takes (autograder/cost/witness.py).
"""

import ast
from collections.abc import Iterable
from dataclasses import replace

from autograder.grading.needed import bound_by, parsed
from autograder.grading.result import Verdict

COUNTING = frozenset({"ast", "builtins", "decodelab", "importlib", "inspect", "json", "linecache"})
"""Packages that take part in counting."""

OPEN = frozenset({"vars", "getattr"})
BY_NAME = frozenset({"__import__", "import_module", "reload"})
WRITE = frozenset({"setattr", "delattr", "object"})
"""Functions that give what is in their first argument; that give a module; that write into their first
argument (the last one is patch.object's)."""

WRITING_METHODS = frozenset({"__setattr__", "__setitem__", "clear", "pop", "setdefault", "update"})


def settled(verdict: Verdict, counted: bool, sources: Iterable[str]) -> Verdict:
    """The verdict of a test, or a person's task if it passed by counts that the notebook reaches into.

    counted  whether counts were taken in the learner's process
    sources  code of the notebook's cells, in order
    """
    if verdict.state != "pass" or not counted or not (line := first_line(sources)):
        return verdict
    message = (
        "A person will look at this one. It passed, and what it costs was counted beside this notebook's "
        f"code, which writes into what counts:\n  {line}"
    )
    return replace(verdict, state="needs a human", points=None, message=message)


def first_line(sources: Iterable[str]) -> str:
    """The first statement of some cells that writes into a module which takes part in counting, else ""."""
    reader = _Reader()
    for source in sources:
        if (tree := parsed(source)) is not None:
            reader.visit(tree)
    return reader.found


class _Reader(ast.NodeVisitor):
    """Knows by which names a notebook calls these modules and what is in them."""

    def __init__(self) -> None:
        self.found = ""
        self._theirs: set[str] = set()

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._name(bound_by(alias), alias.name.partition(".")[0] in COUNTING)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            self._name(bound_by(alias), (node.module or "").partition(".")[0] in COUNTING)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        self._name(node.name, False)
        self.generic_visit(node)

    visit_AsyncFunctionDef = visit_ClassDef = visit_FunctionDef

    def visit_Assign(self, node: ast.Assign) -> None:
        self.generic_visit(node)
        for target in node.targets:
            if isinstance(target, ast.Name):
                self._name(target.id, self._is_theirs(node.value))

    def visit_Attribute(self, node: ast.Attribute | ast.Subscript) -> None:
        if not isinstance(node.ctx, ast.Load) and self._is_theirs(node.value):
            self._tell(node)
        self.generic_visit(node)

    visit_Subscript = visit_Attribute

    def visit_Call(self, node: ast.Call) -> None:
        name = _called(node)
        if name in WRITE and node.args and self._is_theirs(node.args[0]):
            self._tell(node)
        if (
            isinstance(node.func, ast.Attribute)
            and name in WRITING_METHODS
            and self._is_theirs(node.func.value)
        ):
            self._tell(node)
        if name == "patch" and any(_is_text_of_one(argument) for argument in node.args):
            self._tell(node)
        self.generic_visit(node)

    def _is_theirs(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Name):
            return node.id in self._theirs
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return node.value.id in self._theirs or (node.value.id, node.attr) == ("sys", "modules")
        if isinstance(node, (ast.Attribute, ast.Subscript)):
            return self._is_theirs(node.value)
        if isinstance(node, ast.Call) and node.args:
            if _called(node) in BY_NAME:  # of a name that is worked out nobody can tell
                return _is_text_of_one(node.args[0]) or not isinstance(node.args[0], ast.Constant)
            return _called(node) in OPEN and self._is_theirs(node.args[0])
        return False

    def _name(self, name: str, theirs: bool) -> None:
        (self._theirs.add if theirs else self._theirs.discard)(name)

    def _tell(self, node: ast.expr) -> None:
        self.found = self.found or ast.unparse(node)[:200]


def _called(node: ast.Call) -> str:
    """The last name of what is called."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _is_text_of_one(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.partition(".")[0] in COUNTING
    )
