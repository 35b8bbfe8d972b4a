"""Stand-ins for modules of decodelab that are not in the room: they can be imported, and say so when they are
used. Those that only show something do nothing instead.

Whoever compares an answer with the course's own in a cell of theirs loses that comparison and nothing else.
"""

import ast
import importlib
import importlib.machinery
import sys
import types
from collections.abc import Collection, Mapping
from typing import Any, NoReturn

from .silent import SilentModule

PACKAGE = "decodelab"


class NotInGrading(ImportError):
    """Something was used that is not there when answers are graded."""


NotInGrading.__module__ = "builtins"


def install(absent: dict[str, str]) -> None:
    """Let these modules be found. absent: {name without the package's: what to say of it, "" if it does
    nothing}"""
    sys.meta_path.append(_Finder(absent))


class _Finder:
    """Finds and loads them."""

    def __init__(self, absent: dict[str, str]) -> None:
        self._absent = absent

    def find_spec(
        self, name: str, path: Any = None, target: Any = None
    ) -> importlib.machinery.ModuleSpec | None:
        package, _, module = name.partition(".")
        if package == PACKAGE and module.partition(".")[0] in self._absent:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)  # type: ignore[arg-type]
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        reason = self._absent[spec.name.split(".")[1]]
        return _Module(spec.name, reason) if reason else SilentModule(spec.name)

    def exec_module(self, module: Any) -> None:
        pass


class _Module(types.ModuleType):
    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name)
        self.__dict__["_reason"] = reason

    def __getattr__(self, name: str) -> "Absent":
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent(f"{self.__name__}.{name}", self.__name__, self.__dict__["_reason"])


def left_out(module: str, name: str, names: Collection[str]) -> "Absent":
    """What a module has in place of names that it was sent here without."""
    if name not in names:
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    return Absent(f"{module}.{name}", "It", "it answers an exercise, or leads to what does")


def not_run(statements: list[ast.stmt]) -> list[ast.stmt]:
    """The statements where they are compiled and not run. (Python compiles a call of `np.exp` another way
    where it sees that np is imported, and the meter knows a function by how it is compiled.)"""
    future = [s for s in statements if isinstance(s, ast.ImportFrom) and s.module == "__future__"]
    others = [s for s in statements if s not in future]
    never = ast.If(ast.Constant(False), others, [])
    return [*future, *([ast.fix_missing_locations(ast.copy_location(never, others[0]))] if others else [])]


def give_own(tree: ast.Module, defined: Mapping[str, Any]) -> list[str]:
    """Have what a cell asks of the course be what its learner defined, in the place of what is not there.

    `from decodelab.designs import KVCache` and `designs.KVCache` are a KVCache of their own, if there is one.
    Returns what to say of each import.
    """
    nodes = list(ast.walk(tree))
    asked = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    imported = [
        (n.module, a.name) for n in nodes if isinstance(n, ast.ImportFrom) and n.module for a in n.names
    ]
    asked |= {name for _, name in imported}
    modules = {module for module in sys.modules if module.startswith(f"{PACKAGE}.")}
    modules |= {f"{module}.{name}" for module, name in imported if module == PACKAGE}
    modules |= {module for module, _ in imported if module.startswith(f"{PACKAGE}.")}
    given = set()
    for name in asked & defined.keys():
        for module in modules if not isinstance(defined[name], Absent) else ():
            if _lacks(module, name):
                setattr(sys.modules[module], name, defined[name])
                given.add((module, name))
    return [
        f"{module}.{name} is not there when answers are graded: your {name} is."
        for module, name in imported
        if (module, name) in given
    ]


def _lacks(module: str, name: str) -> bool:
    """Whether a module has a stand-in in place of this name."""
    try:
        return isinstance(importlib.import_module(module).__getattr__(name), Absent)
    except (ImportError, AttributeError):
        return False


class Absent:
    """A name of a module that is not there. It can be passed around, not used."""

    __slots__ = ("_name", "_module", "_reason")

    def __init__(self, name: str, module: str, reason: str) -> None:
        self._name, self._module, self._reason = name, module, reason

    @property
    def __name__(self) -> str:
        return self._name.rpartition(".")[2]

    def _used(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotInGrading(
            f"{self._name} is not there when answers are graded. {self._module} is left out then: "
            f"{self._reason}."
        )

    __call__ = __getitem__ = __iter__ = __len__ = __mro_entries__ = __enter__ = __array__ = __bool__ = _used

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        self._used()
