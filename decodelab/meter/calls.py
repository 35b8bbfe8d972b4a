"""From a function that learner code calls to what the call costs: a stand-in that calls it and books."""

import functools
import itertools
import operator
import sys
import types

import numpy as np

from decodelab.meter import ledger
from decodelab.meter.array_prices import (
    NUMPY,
    filled,
    free,
    linear,
    one_pass,
    ufunc_method_price,
    ufunc_price,
)
from decodelab.meter.booking import guarded, move
from decodelab.meter.python_prices import (
    CALLBACKS,
    CONSUMERS,
    FUNCTIONS,
    SEQUENCE_CONSUMERS,
    SEQUENCE_METHODS,
    SEQUENCES,
    Consumed,
    conversion,
    items_kept,
)

FREE_CALLS = (
    "time",
    "_thread",
    "threading",
    "gc",
    "warnings",
    "logging",
    "typing",
    "abc",
    "enum",
    "dataclasses",
    "inspect",
    "contextlib",
    "weakref",
    "types",
    "sys",
    "os",
    "tracemalloc",
    "traceback",
    "functools",
    "_functools",
    "_weakref",
    "itertools",
    "collections",
    "operator",
    "_operator",
    "random",
    "_random",
    "_warnings",
    "io",
    "_io",
    "atexit",
    "numbers",
    "string",
    "textwrap",
    "uuid",
    "secrets",
    "platform",
    "signal",
    "_signal",
    "errno",
    "pprint",
    "queue",
    "_queue",
    "concurrent",
    "asyncio",
    "builtins",
    "_abc",
    "decimal",
    "fractions",
    "_decimal",
    "datetime",
    "importlib",
    "pathlib",
    "IPython",
    "ipykernel",
    "matplotlib",
    "tqdm",
    "pytest",
    "_pytest",
    "unittest",
)
"""Modules whose functions are not numeric work; what learner code they call back is counted there."""

ESCAPES = {
    "ctypes": "code reached through ctypes can't be counted",
    "_ctypes": "code reached through ctypes can't be counted",
    "subprocess": "work in another process can't be counted",
    "multiprocessing": "work in another process can't be counted",
    "_posixsubprocess": "work in another process can't be counted",
    "pty": "work in another process can't be counted",
    "cffi": "compiled code can't be counted",
    "numba": "compiled code can't be counted",
    "code": "code run by `code` can't be counted",
    "_interpreters": "work in another interpreter can't be counted",
}
ESCAPING = {
    "fork",
    "forkpty",
    "system",
    "popen",
    "posix_spawn",
    "posix_spawnp",
    "execv",
    "execve",
    "ProcessPoolExecutor",
    "FunctionType",
    "CodeType",
    "runpy",
}


def stand_in(site, function):
    """The callable that instrumented code calls instead of `function`: itself, where that needs no booking."""
    try:
        found = _find_price(site, function)
    except ledger.BudgetSpent:
        raise
    except Exception as error:  # objects with hostile attributes
        ledger.meter.escaped(site, f"the function called can't be examined ({type(error).__name__}: {error})")
        return function
    if found is None:
        return function
    on_item, price_after, name = found
    return functools.partial(_counted_call, site, function, on_item, price_after, name)


def _counted_call(site, function, on_item, price_after, name, /, *args, **kwargs):
    ledger.meter.spend(6)
    used = args
    if on_item is not None:
        used = tuple(Consumed(a, functools.partial(on_item, site)) if _is_iterator(a) else a for a in args)
    if function in CALLBACKS if type(function) in _HASHABLE else False:
        used = tuple(site.call(a) if callable(a) else a for a in used)
        kwargs = {key: site.call(a) if callable(a) else a for key, a in kwargs.items()}
    else:
        for value in (*args, *kwargs.values()):
            if callable(value):
                ledger.meter.watch(value)
    result = site.run(function, used, kwargs)
    site.call_name = name
    if ledger.memory is not None:
        ledger.memory.calling(args, kwargs)
        guarded(price_after, site, used, kwargs, result)
        ledger.memory.calling((), {})
        return result
    guarded(price_after, site, used, kwargs, result)
    return result


_ALIASES = (types.GenericAlias, type(list[int]))
"""list[int](…), Stack[float](…): a call of the class itself."""
_HASHABLE = (type, types.BuiltinFunctionType, types.FunctionType, type(np.dot))


def _is_iterator(value):
    return hasattr(type(value), "__next__") and not hasattr(type(value), "__len__")


def _find_price(site, function):
    """None (call it as it is), or (what to do with items of iterators, price after the call, its name)."""
    kind = type(function)
    if kind is functools.partial:
        return _price_of_partial(site, function)
    if kind in _ALIASES:
        return _find_price(site, function.__origin__)
    if kind in _HASHABLE:
        if function in CONSUMERS:
            return (*CONSUMERS[function], function.__name__)
        if function in FUNCTIONS:
            return None, FUNCTIONS[function], function.__name__
        if function in (map, filter, functools.reduce, itertools.starmap, itertools.accumulate):
            return None, free, function.__name__
    if isinstance(function, np.ufunc):
        return None, ufunc_price(function), function.__name__
    if kind is types.BuiltinFunctionType or kind is types.MethodWrapperType:
        return _price_of_builtin(site, function)
    if kind in (types.MethodDescriptorType, types.WrapperDescriptorType):
        return _price_of_method(function.__objclass__, function.__name__)
    module = getattr(function, "__module__", None) or ""
    root = module.partition(".")[0]
    if kind is type(np.dot) or root == "numpy":
        return _price_of_numpy(site, function, kind)
    if kind is types.MethodType and isinstance(function.__self__, np.ufunc):
        return None, ufunc_method_price(function.__self__, function.__name__), function.__name__
    if ledger.meter.watch(function):
        return None
    return _price_of_library(site, function, root)


def _price_of_numpy(site, function, kind):
    name = getattr(function, "__name__", type(function).__name__)
    name = name if isinstance(name, str) else type(function).__name__
    if isinstance(function, type):
        if issubclass(function, np.generic):
            return None, conversion, name
        return (None, NUMPY[name], name) if name in NUMPY else None
    if kind is np.vectorize:
        ledger.meter.watch(function.pyfunc)
        return None, one_pass, "vectorize"
    if (
        kind is types.MethodType
        and isinstance(function.__self__, np.random.RandomState)
        or ".random" in (function.__module__ or "")
    ):
        return None, filled, name
    if ".testing" in (function.__module__ or ""):
        return None
    return items_kept if name == "fromiter" else None, NUMPY.get(name, linear), name


def _price_of_builtin(site, function):
    owner, name = function.__self__, function.__name__
    if isinstance(owner, np.ufunc):
        return None, ufunc_method_price(owner, name), name
    module = getattr(function, "__module__", None) or ""
    root = module.partition(".")[0]
    if root == "numpy" or isinstance(owner, types.ModuleType) and owner.__name__.startswith("numpy"):
        if name in ("fromiter",):
            return items_kept, NUMPY[name], name
        return None, NUMPY.get(name, linear), name
    if owner is None or isinstance(owner, types.ModuleType):
        return _price_of_library(site, function, root)
    if isinstance(owner, type):
        return None if name == "__new__" else _with_owner(owner, *_price_of_method(owner, name))
    if isinstance(owner, np.ndarray) and name == "resize":
        move(site, owner.nbytes)  # booked here: it refuses to work while anything else refers to the array
        if ledger.memory is not None:
            ledger.memory.forget(owner)
        return None
    found = _price_of_method(type(owner), name)
    return None if found is None else _with_owner(owner, *found)


def _with_owner(owner, on_item, price_after, name):
    return on_item, lambda site, args, kwargs, result: price_after(site, (owner, *args), kwargs, result), name


def _price_of_method(cls, name):
    """A method called on a built-in object: args[0] is that object."""
    if issubclass(cls, (np.ndarray, np.generic)):
        if name in ("resize", "__init__", "__new__"):
            return None
        return None, NUMPY.get(name, _dunder(name) or linear), name
    if issubclass(cls, SEQUENCES) or cls.__module__ == "array":
        return SEQUENCE_CONSUMERS.get(name), SEQUENCE_METHODS.get(name, linear), name
    if cls.__module__.startswith("numpy.random"):
        return None, lambda site, args, kwargs, result: filled(site, (), {}, result), name
    return None, _dunder(name) or free, name


def _dunder(name):
    """a.__matmul__(b) and friends: like the operator."""
    function = getattr(operator, name, None) if name.startswith("__") and name != "__init__" else None
    return FUNCTIONS.get(function) if function is not None else None


def _price_of_partial(site, function):
    inner = function.func
    ledger.meter.watch(inner)
    stand = site.call(inner)
    site.steps -= 1
    if stand is inner or type(stand) is not functools.partial or stand.func is not _counted_call:
        return None
    on_item, price_after, name = stand.args[2:5]
    given, named = function.args, function.keywords
    return (
        on_item,
        lambda site, args, kwargs, result: price_after(site, (*given, *args), {**named, **kwargs}, result),
        name,
    )


def _price_of_library(site, function, root):
    name = getattr(function, "__name__", "") or type(function).__name__
    if root in ESCAPES or name in ESCAPING:
        ledger.meter.escaped(site, ESCAPES.get(root, f"work started by {name} can't be counted"))
        return None
    if root == "decodelab" or root == "autograder":
        return None
    code = getattr(getattr(function, "__func__", function), "__code__", None)
    if code is not None:  # a wrapper that calls itself by the name of what it wraps
        root = getattr(function, "__globals__", {}).get("__name__", root).partition(".")[0]
    if root in FREE_CALLS:
        return None
    if root in sys.stdlib_module_names or not root:
        return None, linear, name
    ledger.meter.escaped(site, f"{root}.{name} is outside Python and numpy: it has no price")
    return None
