"""The closed list: what is called without a price and is known to cost next to nothing. All else has escaped.

What is written in C, or in a library that isn't counted, can do any amount of work behind one call. So such a
call is free only if it is named here; what it is given may not be a callable that would be called where
nobody counts, nor, beyond HANDING_MODULES, more data than a few numbers. tests/test_meter_closed_list.py
tries both sides of each rule.
"""

import abc
import builtins
import collections
import decimal
import functools
import itertools
import operator
import sys
import types
import typing

import numpy as np

from decodelab.meter import ledger, whose
from decodelab.meter.booking import holds_many, names, nbytes

_FREE_BY_MODULE = {
    builtins: (
        "len isinstance issubclass print range zip enumerate reversed next id hash repr str int bool "
        "getattr setattr hasattr delattr callable object super locals globals vars dir slice chr ord format "
        "input open ascii bin hex oct __import__ memoryview property staticmethod classmethod"
    ),
    itertools: "chain islice repeat count cycle tee zip_longest product compress permutations combinations "
    "combinations_with_replacement pairwise batched",
    functools: "partial wraps",
    operator: "itemgetter attrgetter methodcaller length_hint index is_ is_not not_ truth",
    sys: "_getframe getsizeof getrefcount intern exc_info",
    types: "SimpleNamespace MethodType",
}
FREE = {
    id(function): function
    for function in (
        *(
            getattr(module, name)
            for module, text in _FREE_BY_MODULE.items()
            for name in sorted(names(text))
            if hasattr(module, name)
        ),
        *(
            value
            for value in vars(builtins).values()
            if isinstance(value, type) and issubclass(value, BaseException)
        ),
        *(itertools.chain.from_iterable, type.__call__, object.__new__, object.__init__),
        *(object.__setattr__, object.__getattribute__),
    )
}
"""Functions of Python that are called as they are: they look, name, make an iterator, or hand on one
object."""

FREE_MODULES = names(
    "typing abc _abc enum warnings _warnings logging time gc inspect tracemalloc _tracemalloc traceback "
    "types numbers"
)
"""Modules whose functions name, look or tell the time, and call nothing that computes: free, called as they
are."""

HANDING_MODULES = names(
    "collections _collections dataclasses contextlib weakref _weakref threading _thread concurrent queue "
    "_queue contextvars _contextvars asyncio _asyncio"
)
"""Modules that hand on what they are given: free, unless it is a callable that would be called unseen."""

LITTLE_MODULES = names(
    "builtins math cmath operator _operator itertools functools _functools array "
    "re random _random string _string textwrap pprint reprlib datetime _datetime pathlib os posix nt sys "
    "io _io struct _struct uuid secrets platform locale codecs _codecs copyreg errno atexit signal "
    "_signal decimal _decimal importlib heapq _heapq bisect _bisect copy json unittest IPython ipykernel "
    "matplotlib tqdm pytest _pytest numpy statistics _statistics"
)
"""Modules whose functions are free as long as what they are given is little."""

LITTLE_DATA, LITTLE_TEXT, LITTLE_REGEX = 2048, 4096, 64
"""Bytes of a list, characters of a text, and of a text that a regular expression goes through."""

ESCAPES = {
    **dict.fromkeys(("ctypes", "_ctypes"), "code reached through ctypes can't be counted"),
    **dict.fromkeys(
        ("subprocess", "multiprocessing", "_posixsubprocess", "pty"),
        "work in another process can't be counted",
    ),
    **dict.fromkeys(("cffi", "numba"), "compiled code can't be counted"),
    **dict.fromkeys(
        ("code", "codeop", "timeit", "runpy", "pdb", "bdb", "trace", "profile", "cProfile", "doctest"),
        "code that it runs can't be counted",
    ),
    **dict.fromkeys(("_interpreters", "_xxsubinterpreters"), "work in another interpreter can't be counted"),
    **dict.fromkeys(("sqlite3", "_sqlite3"), "work in a database can't be counted"),
    **dict.fromkeys(
        ("pickle", "_pickle", "marshal", "shelve"), "what is run while objects are loaded can't be counted"
    ),
}
ESCAPING = names(
    "fork forkpty system popen posix_spawn posix_spawnp execv execve ProcessPoolExecutor runpy "
    "set_int_max_str_digits settrace setprofile settrace_all_threads setprofile_all_threads call_tracing "
    "_settraceallthreads _setprofileallthreads"
)
"""Functions whose work no meter sees, wherever they come from."""

HARMLESS_METHODS = names(
    "append appendleft add discard get setdefault pop popleft clear keys values items __getitem__ __len__ "
    "__contains__ __iter__ __next__ send throw close put lower upper strip split startswith endswith "
    "title format isdigit isalpha acquire release set result is_set bit_length is_integer write flush "
    "debug info"
)
"""Methods of Python's own objects that cost next to nothing when a library calls them back."""


def uncounted(value):
    """Whether `value` is a callable whose work nobody would count if C code, or a library, called it."""
    if not callable(value) or id(value) in FREE or isinstance(value, (type, types.GenericAlias)):
        return value in CALLING_ITERATORS if isinstance(value, type) else False
    kind = type(value)
    if kind is types.FunctionType:
        return not ledger.meter.watch(value)
    if kind is functools.partial:
        return uncounted(value.func) or any(map(uncounted, value.args))
    if kind is types.MethodType:
        owner = value.__self__
        return not (
            ledger.meter.watch(value)
            or type(owner).__module__.partition(".")[0] in FREE_MODULES | HANDING_MODULES
        )
    if kind in (types.BuiltinFunctionType, types.MethodWrapperType):
        owner = value.__self__
        if value.__name__ in HARMLESS_METHODS and not isinstance(
            owner, (np.ndarray, np.ufunc, types.ModuleType)
        ):
            return False
        return value.__module__ not in ("math", "time")
    if kind in (operator.itemgetter, operator.attrgetter):
        return False
    if isinstance(value, functools._lru_cache_wrapper):
        return uncounted(value.__wrapped__)
    if kind.__module__.partition(".")[0] in FREE_MODULES | HANDING_MODULES:  # weakref.ref, typing.Any
        return False
    return not ledger.meter.watch(value)


def calls_back(values):
    """The first of `values`, or of what stands in one of them, that would be called unseen; or None."""
    for value in values:
        if type(value) is dict:
            value = list(value.values())
        if type(value) in (list, tuple) and len(value) <= 64:
            found = next((v for v in value if callable(v) and uncounted(v)), None)
            if found is not None:
                return found
        elif callable(value) and uncounted(value):
            return value
    return None


def why_called_unseen(name, values):
    """What of `values` a function would call where nobody counts, in words; or None."""
    back = calls_back(values)
    return None if back is None else f"{name} would call {called(back)} where it can't be counted"


def too_much(root, value):
    """What of `value` is more than a little, in words; or None."""
    if isinstance(value, np.ndarray):
        return f"an array of {value.size} numbers" if value.size > 1 else None
    if isinstance(value, (str, bytes, bytearray, memoryview)):
        limit = LITTLE_REGEX if root == "re" else LITTLE_TEXT
        return f"{nbytes(value):,} characters" if nbytes(value) > limit else None
    if holds_many(value):
        return "a number with very many digits"
    if isinstance(value, (list, tuple, dict, set, frozenset, collections.deque)) and _is_data(value):
        return f"{len(value)} elements of data"
    return None


def _is_data(container):
    if nbytes(container) > LITTLE_DATA:
        return True
    held = list(container.values() if isinstance(container, dict) else container)
    return any(isinstance(v, np.ndarray) and v.size > 1 for v in held)


def why_unseen(function, name, root, args, kwargs, result=None):
    """Why a call that has no price may have done more than next to nothing; None if it can't have."""
    if root in ESCAPES or name in ESCAPING:
        return ESCAPES.get(root, f"work started by {name} can't be counted")
    if back := why_called_unseen(name, (*args, *kwargs.values())):
        return back
    if root in FREE_MODULES or root in HANDING_MODULES:
        return None
    if root not in LITTLE_MODULES:
        return f"{root}.{name} has no price"
    owner = getattr(function, "__self__", None)
    for value in (*args, *kwargs.values(), owner, result):
        much = too_much(root, value)
        if much and not (value is result and isinstance(value, (np.ndarray, list, tuple, dict, str))):
            return f"{name} has no price, and works on {much}"
    return None


def replaced_in_numpy():
    """(what, the function) for every function of numpy's own modules that somebody else has put there."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "numpy" and module is not None:
            for at, value in list(vars(module).items()):
                if name == "numpy" and at not in np.__all__ or type(value) is not types.FunctionType:
                    continue
                if not whose.is_library_file(value.__code__.co_filename):
                    yield f"{name}.{at}", value


def called(function):
    return (
        getattr(function, "__qualname__", None)
        or getattr(function, "__name__", None)
        or type(function).__name__
    )


CALLING_ITERATORS = (
    map,
    filter,
    itertools.starmap,
    itertools.takewhile,
    itertools.dropwhile,
    itertools.accumulate,
)
"""Iterators that call a function from C: one made before the meter was on holds a function that isn't
counted."""


def hides(value):
    """Whether a member of a class, or what a function closes over, would do work that nobody counts."""
    if isinstance(value, property):
        return any(hides(f) for f in (value.fget, value.fset, value.fdel) if f is not None)
    if isinstance(value, functools.cached_property):
        return hides(value.func)
    if isinstance(value, (np.ufunc, type(np.dot), functools.partial, operator.methodcaller)):
        return uncounted(value)
    if isinstance(value, types.BuiltinFunctionType) and not isinstance(value.__self__, type):
        return uncounted(value)
    if isinstance(value, (types.MethodDescriptorType, types.WrapperDescriptorType)):
        return issubclass(value.__objclass__, (np.ndarray, np.generic, np.ufunc, decimal.Decimal))
    return isinstance(value, CALLING_ITERATORS)


def is_called_unseen(cls, name, member):
    """Whether a member of a learner's class is called by Python itself, or by a library, and hides work."""
    if (
        name.startswith("__")
        and name.endswith("__")
        or isinstance(member, (property, functools.cached_property))
    ):
        return hides(member)
    inherits = any(not whose.is_own_class(base) and base not in _PLAIN_BASES for base in cls.__mro__)
    return inherits and hides(member)


_PLAIN_BASES = (object, abc.ABC, typing.Generic, typing.Protocol)


def constructor_of_a_library(cls):
    """Whether what a learner's class is called with goes to a class of Python or a library: class
    Mine(map)."""
    for base in cls.__mro__:
        if {"__init__", "__new__"} & vars(base).keys():
            return not whose.is_own_class(base) and base not in _PLAIN_BASES
    return False


def contents(cell):
    """What a cell of a closure holds; None if nothing."""
    try:
        return cell.cell_contents
    except ValueError:
        return None
