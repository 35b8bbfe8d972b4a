"""From a function that learner code calls to what the call costs: a stand-in that calls it and books.

Whatever is called is the learner's own (counted where it is written), priced, or known to be free; what is
none of these has escaped, and its line is named (known.py).
"""

import copy
import functools
import types
import typing
from typing import NamedTuple

import numpy as np

from decodelab.meter import (
    known,
    ledger,
    product_prices,  # noqa: F401  (enters its prices into NUMPY)
)
from decodelab.meter.arguments import by_position
from decodelab.meter.booking import guarded, move
from decodelab.meter.by_another_way import (
    BY_ANOTHER_WAY,
    OBJECTS_THAT_CALL,
    VECTORIZED_HERE,
    again,
    counted_callbacks,
)
from decodelab.meter.numpy_prices import (
    NUMPY,
    filled,
    free,
    linear,
    one_pass,
    ufunc_method_price,
    ufunc_price,
)
from decodelab.meter.operator_prices import DUNDERS
from decodelab.meter.public_numpy import numpy_name
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


class Price(NamedTuple):
    """What a call costs.

    name       of the function
    after      the price, asked after the call: (site, name, args, kwargs, result)
    on_item    what each item of an iterator handed in costs
    owner      the object of a method, as a tuple: prices take it as their first argument
    callbacks  "called": its callable arguments, each of which is counted in its turn; "kept": it keeps
               them and calls none; "none": it expects none, and work escapes if it is given one
    """

    name: str
    after: object
    on_item: object = None
    owner: tuple = ()
    callbacks: str = "none"


def stand_in(site, function):
    """What instrumented code calls instead of `function`: itself, where that needs no booking."""
    remembered = _remembered.get(id(function))
    if remembered is not None and remembered[0] is function:
        return functools.partial(_counted_call, site, function, remembered[1])
    try:
        found = _find(site, function)
    except ledger.BudgetSpent:
        raise
    except Exception as error:  # objects with hostile attributes
        ledger.meter.escaped(site, f"the function called can't be examined ({type(error).__name__}: {error})")
        return function
    if found is None:
        return function
    if type(found) is not Price:
        return found
    if type(function) in _LASTING and not found.owner and len(_remembered) < 2000:
        _remembered[id(function)] = function, found
    return functools.partial(_counted_call, site, function, found)


_remembered: dict = {}
"""Prices found before, by the id of their function; holding the function keeps its id from being used
again."""
_LASTING = (np.ufunc, type(np.dot), types.FunctionType, types.BuiltinFunctionType, type)


def _counted_call(site, function, price, /, *args, **kwargs):
    ledger.meter.spend(6)
    used = args
    if price.on_item is not None:
        on_item = functools.partial(price.on_item, site)
        used = tuple(Consumed(a, on_item) if _is_iterator(a) else a for a in args)
    if price.callbacks == "called":
        used, kwargs = counted_callbacks(site, used, kwargs)
    elif price.callbacks == "kept":
        for value in args:
            if callable(value):
                ledger.meter.watch(value)
    elif price.callbacks == "none" and not (
        _DATA.issuperset(map(type, args)) and (not kwargs or _DATA.issuperset(map(type, kwargs.values())))
    ):
        if kwargs and callable(kwargs.get("key")):
            kwargs = {**kwargs, "key": site.call(kwargs["key"])}
        else:
            _expect_seen(site, known.why_called_unseen, price.name, (*args, *kwargs.values()))
    for value in args:
        ledger.meter.meet(value)
    result = site.run(function, used, kwargs)
    ledger.meter.meet(result)
    if ledger.memory is not None:
        ledger.memory.calling((*price.owner, *args), kwargs)
    if kwargs:
        used, kwargs = by_position(function, used, kwargs)
    guarded(price.after, site, price.name, price.owner + used if price.owner else used, kwargs, result)
    if ledger.memory is not None:
        ledger.memory.calling((), {})
    return result


_DATA = frozenset((np.ndarray, float, int, bool, str, type(None), np.float64, np.float32, np.int64))
"""Types of arguments that call nothing."""


def _doubtful_call(site, function, name, root, /, *args, **kwargs):
    """A call without a price: free if it is known to be, and does next to nothing."""
    ledger.meter.spend(4)
    if root in known.HANDING_MODULES and name in _HAND_ON:
        args, kwargs = counted_callbacks(site, args, kwargs)
        return site.run(function, args, kwargs)
    _expect_seen(site, known.why_unseen, function, name, root, args, kwargs)
    result = site.run(function, args, kwargs)
    _expect_seen(site, known.why_unseen, function, name, root, (), {}, result)
    return result


def _expect_seen(site, why, *call):
    """Name the line if there is a reason why a call may have done more than anybody counts."""
    try:
        reason = why(*call)
    except ledger.BudgetSpent:
        raise
    except Exception as error:  # arguments with hostile attributes
        reason = f"what this call is given can't be examined ({type(error).__name__}: {error})"
    if reason is not None:
        ledger.meter.escaped(site, reason)


_HAND_ON = frozenset(
    [
        "Thread",
        "Timer",
        "submit",
        "map",
        "to_thread",
        "run_in_executor",
        "run",
        "add_done_callback",
        "start_new_thread",
    ]
)
"""Functions of threads and pools that call, as it is, what they are given."""

_ALIASES = (types.GenericAlias, type(typing.List[int]))  # noqa: UP006  (the other kind of alias)
"""list[int](…), Stack[float](…): a call of the class itself."""
_DISPATCHED = type(np.dot)
_HASHABLE = (type, types.BuiltinFunctionType, types.FunctionType, _DISPATCHED)


def _is_iterator(value):
    return hasattr(type(value), "__next__") and not hasattr(type(value), "__len__")


def _find(site, function):
    """None (call it as it is), a Price, or the callable to call in its place."""
    kind = type(function)
    if kind is types.BuiltinFunctionType and type(function.__self__) is np.ndarray:
        return _price_of_builtin(site, function)
    if kind is functools.partial:
        stand = again(site, function.func)
        return (
            None if stand is function.func else functools.partial(stand, *function.args, **function.keywords)
        )
    if kind in _ALIASES:
        return _find(site, function.__origin__)
    if kind in _HASHABLE:
        if function in BY_ANOTHER_WAY:
            return BY_ANOTHER_WAY[function](site, function)
        callbacks = "called" if function in CALLBACKS else "kept" if function in CONSUMERS else "none"
        if function in CONSUMERS:
            on_item, after = CONSUMERS[function]
            return Price(function.__name__, after, on_item, callbacks=callbacks)
        if function in FUNCTIONS:
            return Price(function.__name__, FUNCTIONS[function], callbacks=callbacks)
        if callbacks == "called" and function.__module__ in ("builtins", "itertools", "_functools"):
            return Price(function.__name__, free, callbacks=callbacks)
    if isinstance(function, np.ufunc):
        return _price_of_ufunc(site, function)
    if (name := numpy_name(function)) is not None:
        return _price_of_numpy(function, name)
    if kind is types.BuiltinFunctionType or kind is types.MethodWrapperType:
        return _price_of_builtin(site, function)
    if kind in (types.MethodDescriptorType, types.WrapperDescriptorType):
        return functools.partial(_bound_first, site, function)
    if kind in OBJECTS_THAT_CALL:
        return OBJECTS_THAT_CALL[kind](site, function)
    if kind is types.MethodType:
        owner, name = function.__self__, function.__name__
        if type(function.__func__) is not types.FunctionType:
            return functools.partial(again(site, function.__func__), owner)
        if (
            isinstance(owner, np.ndarray)
            and getattr(_ancestor_in_numpy(owner), name, None) is function.__func__
        ):
            return _price_of_method(site, function, owner, name)
    if kind is np.vectorize:
        return _price_of_vectorized(site, function)
    if ledger.meter.watch(function):
        if kind is type and known.constructor_of_a_library(function):
            return functools.partial(_doubtful_call, site, function, function.__name__, "dataclasses")
        return None
    return _of_a_library(site, function)


def _bound_first(site, descriptor, /, *args, **kwargs):
    """list.append(x, 1): as x.append(1)."""
    if not args:
        return descriptor(**kwargs)
    return again(site, descriptor.__get__(args[0], type(args[0])))(*args[1:], **kwargs)


# -- numpy --------------------------------------------------------------------------------------------


def _price_of_numpy(function, name):
    if isinstance(function, type) and issubclass(function, np.generic):
        return Price(name, conversion)
    callbacks = "called" if type(function) in _HASHABLE and function in CALLBACKS else "none"
    if name in NUMPY:
        return Price(name, NUMPY[name], items_kept if name == "fromiter" else None, callbacks=callbacks)
    if isinstance(function, type) and issubclass(function, (Warning, Exception)):
        return None
    return Price(name, linear)  # of numpy.ma and numpy.strings


def _price_of_ufunc(site, ufunc):
    name = ufunc.__name__
    of_python = ufunc.types == ["O" * ufunc.nin + "->" + "O" * ufunc.nout]  # made by np.frompyfunc
    if of_python and not (id(ufunc) in VECTORIZED_HERE or _is_of_numpy(ufunc)):
        ledger.meter.escaped(site, f"{name} was made before counting began: what it calls isn't counted")
        return None
    price = ufunc_price(ufunc) if ufunc.signature is None or _is_of_numpy(ufunc) else None
    if price is None:
        ledger.meter.escaped(site, f"{name} has no price")
        return None
    return Price(name, price)


def _is_of_numpy(ufunc):
    return getattr(np, ufunc.__name__, None) is ufunc


def _price_of_vectorized(site, function):
    if known.uncounted(function.pyfunc):
        function = copy.copy(function)
        function.pyfunc, function._ufunc = again(site, function.pyfunc), {}
        return functools.partial(_counted_call, site, function, Price("vectorize", one_pass))
    ledger.meter.watch(function.pyfunc)
    return Price("vectorize", one_pass)


# -- methods --------------------------------------------------------------------------------------------


def _price_of_builtin(site, function):
    owner, name = function.__self__, function.__name__
    if owner is None or isinstance(owner, types.ModuleType):
        return _of_a_library(site, function)
    if name == "__call__":
        return _find(site, owner)
    if isinstance(owner, (types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType)):
        return None
    if isinstance(owner, np.ufunc):
        return (
            Price(name, ufunc_method_price(owner, name))
            if _is_of_numpy(owner)
            else _price_of_ufunc(site, owner)
        )
    if isinstance(owner, np.ndarray) and name == "resize":
        move(site, owner.nbytes)  # booked here: it refuses to work while anything else refers to the array
        if ledger.memory is not None:
            ledger.memory.forget(owner)
        return None
    if name in _OF_ANY_OBJECT and not (isinstance(owner, np.ndarray) and name.startswith("__reduce")):
        return None
    return _price_of_method(site, function, owner, name)


def _price_of_method(site, function, owner, name):
    """A method called on an object of Python or numpy, or on its class."""
    cls = owner if isinstance(owner, type) else type(owner)
    if issubclass(cls, (np.ndarray, np.generic)):
        price = DUNDERS.get(name) or _ITEM_METHODS.get(name) or NUMPY.get(name)
        return Price(name, price, owner=(owner,)) if price else _of_a_library(site, function)
    if issubclass(cls, SEQUENCES) or cls.__module__ == "array":
        price = SEQUENCE_METHODS.get(name)
        if price is not None:
            return Price(
                name, price, SEQUENCE_CONSUMERS.get(name), (owner,), "none" if name == "sort" else "kept"
            )
        return _of_a_library(site, function)
    if cls.__module__.startswith("numpy.random"):
        return Price(name, NUMPY.get(name, _drawn) if name == "multivariate_normal" else _drawn)
    if name in DUNDERS:
        return Price(name, DUNDERS[name], owner=(owner,))
    return _of_a_library(site, function)


def _drawn(site, name, args, kwargs, result):
    filled(site, name, args if result is None else (), {}, result)


_ITEM_METHODS = {name: SEQUENCE_METHODS[name] for name in ("__getitem__", "__setitem__", "__delitem__")}
_OF_ANY_OBJECT = frozenset(
    [
        "__init__",
        "__new__",
        "__setattr__",
        "__getattribute__",
        "__delattr__",
        "__init_subclass__",
        "__hash__",
        "__repr__",
        "__str__",
        "__class__",
        "__dir__",
        "__sizeof__",
        "__format__",
        "__subclasshook__",
        "__getstate__",
        "__reduce__",
        "__reduce_ex__",
    ]
)
"""Methods that every object has: they look and name, or store one reference."""


def _ancestor_in_numpy(array):
    """The class of a matrix or a masked array that numpy, and not the learner, has written."""
    return next(cls for cls in type(array).__mro__ if cls.__module__.partition(".")[0] == "numpy")


# -- libraries ------------------------------------------------------------------------------------------


def _of_a_library(site, function):
    name = getattr(function, "__name__", "") or type(function).__name__
    root = (getattr(function, "__module__", None) or "").partition(".")[0]
    owner = getattr(function, "__self__", None)
    code = getattr(getattr(function, "__func__", function), "__code__", None)
    if code is not None:  # a wrapper that calls itself by the name of what it wraps
        root = getattr(function, "__globals__", {}).get("__name__", root).partition(".")[0]
    elif isinstance(owner, types.ModuleType):
        root = owner.__name__.partition(".")[0]
    elif not root:
        cls = owner if isinstance(owner, type) else type(function if owner is None else owner)
        root = cls.__module__.partition(".")[0]
    if root in ("decodelab", "autograder") or root in known.FREE_MODULES and name not in known.ESCAPING:
        return None
    if type(function) is types.FunctionType:
        if _hands_on_to_counted(function, root):
            return None
        for cell in function.__closure__ or ():
            held = known.contents(cell)
            if known.hides(held):
                ledger.meter.escaped(site, f"{name} calls {known.called(held)} where it isn't counted")
    return functools.partial(_doubtful_call, site, function, name, root)


def _hands_on_to_counted(function, root):
    """Whether a library's wrapper (singledispatch, contextmanager) does nothing but call functions that are
    counted."""
    wrapped = getattr(function, "__wrapped__", None)
    if root not in ("functools", "contextlib") or wrapped is None or known.uncounted(wrapped):
        return False
    return not any(map(known.uncounted, getattr(function, "registry", {}).values()))
