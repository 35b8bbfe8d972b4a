"""Whose code something is: the learner's, which is counted, or that of Python and of installed packages."""

import functools
import os
import sys
import sysconfig

import numpy as np

_PACKAGES = os.path.dirname(
    os.path.dirname(np.__file__)
)  # a runner started with -S doesn't know a venv's otherwise
_LIBRARY = tuple(
    {_PACKAGES, *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib"))}
)
_COUNTED_LIBRARY = frozenset(("statistics", "heapq", "fractions", "colorsys", "_collections_abc", "bisect"))
"""Modules of the standard library, written in Python, that are counted like the learner's own code."""
METER = os.path.dirname(__file__) + os.sep
HEAP_TYPE = 1 << 9


def is_library_file(file):
    """Whether a file belongs to Python itself or to an installed package."""
    return file.startswith(_LIBRARY) or file.startswith("<frozen")


def is_library(code, module):
    if code.co_filename.startswith(METER):
        return True
    return is_library_file(code.co_filename) and module not in _COUNTED_LIBRARY


@functools.lru_cache(maxsize=4096)
def is_library_module(name):
    root = name.partition(".")[0]
    if root in sys.stdlib_module_names:
        return name not in _COUNTED_LIBRARY
    if name.startswith("decodelab.meter"):
        return True
    file = getattr(sys.modules.get(root), "__file__", None) or ""
    return file.startswith(_LIBRARY)


def is_own_class(cls):
    module = cls.__dict__.get("__module__") if cls.__flags__ & HEAP_TYPE else "builtins"
    return (
        isinstance(module, str)
        and not (is_library_module(module) and module != "__main__")
        and cls is not object
        and cls.__name__ not in ("Generic",)
    )
