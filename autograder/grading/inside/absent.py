"""Stand-ins for modules of decodelab that are not in the room: they can be imported, and say so when they are used.

Whoever compares an answer with the course's own in a cell of theirs loses that comparison and nothing else.
"""

import importlib.abc
import importlib.machinery
import sys
import types

PACKAGE = "decodelab"


class NotInGrading(ImportError):
    """Something was used that is not there when answers are graded."""


NotInGrading.__module__ = "builtins"


def install(absent):
    """Let these modules be found. absent: {name without the package's: what to say of it}"""
    sys.meta_path.append(_Finder(absent))


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, absent):
        self._absent = absent

    def find_spec(self, name, path=None, target=None):
        package, _, module = name.partition(".")
        if package == PACKAGE and module.partition(".")[0] in self._absent:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return _Module(spec.name, self._absent[spec.name.split(".")[1]])

    def exec_module(self, module):
        pass


class _Module(types.ModuleType):
    def __init__(self, name, reason):
        super().__init__(name)
        self.__dict__["_reason"] = reason

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent(f"{self.__name__}.{name}", self.__name__, self._reason)


def left_out(module, name, names):
    """What a module has in place of names that it was sent here without."""
    if name not in names:
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    return Absent(f"{module}.{name}", "It", "it answers an exercise, or leads to what does")


class Absent:
    """A name of a module that is not there. It can be passed around, not used."""

    __slots__ = ("_name", "_module", "_reason")

    def __init__(self, name, module, reason):
        self._name, self._module, self._reason = name, module, reason

    @property
    def __name__(self):
        return self._name.rpartition(".")[2]

    def _used(self, *args, **kwargs):
        raise NotInGrading(
            f"{self._name} is not there when answers are graded. {self._module} is left out then: {self._reason}."
        )

    __call__ = __getitem__ = __iter__ = __len__ = __mro_entries__ = __enter__ = __array__ = __bool__ = _used

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        self._used()
