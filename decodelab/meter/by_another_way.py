"""Functions that call others, where nobody counts: each is called by another way, so that those are counted.

exec, eval, operator.call, accumulate, methodcaller, … call from C what they are given. Their stand-ins hand
on stand-ins.
"""

import functools
import itertools
import operator
import sys

import numpy as np

from decodelab.meter import known, ledger


def again(site, function):
    """What to call instead of a function that another one stands for."""
    site.steps -= 1
    return site.call(function)


def counted_callbacks(site, args, kwargs):
    def counted(value):
        if type(value) is list:
            return [counted_function(v) for v in value] if any(map(callable, value)) else value
        return site.call(value) if callable(value) else value

    def counted_function(value):  # a class may be a dtype
        return value if isinstance(value, type) else counted(value)

    return tuple(map(counted, args)), {key: counted_function(value) for key, value in kwargs.items()}


def _run_source(site, function):
    """exec and eval by their names get a source that is instrumented already (instrument.py); here by
    another."""
    if site.kind == "source":
        return None

    def run(source, globals=None, locals=None, /, **named):
        globals, locals = named.pop("globals", globals), named.pop("locals", locals)
        if globals is None:
            frame = sys._getframe(1)
            globals, locals = frame.f_globals, frame.f_locals if locals is None else locals
        source = ledger.meter.instrument_string(site, source, "exec" if function is exec else "eval")
        return function(source, globals, globals if locals is None else locals, **named)

    return run


def _call_it(site, function):
    return lambda called, /, *args, **kwargs: again(site, called)(*args, **kwargs)


def _accumulate(site, function):
    """Without a function it adds."""

    def accumulate(iterable, func=None, **initial):
        return itertools.accumulate(iterable, again(site, operator.add if func is None else func), **initial)

    return accumulate


def _iter(site, function):
    def made(*args):
        return iter(*args) if len(args) != 2 else iter(again(site, args[0]), args[1])

    return made


def _type(site, function):
    def made(*args, **kwargs):
        result = site.run(type, args, kwargs)
        if len(args) > 1:
            ledger.meter.watch(result)
        return result

    return made


def _method_caller(site, function):
    made, given = function.__reduce__()
    given, named = (
        ((*made.args, *given), made.keywords) if isinstance(made, functools.partial) else (given, {})
    )
    name, *args = given
    return lambda owner, /: again(site, getattr(owner, name))(*args, **named)


def _item_getter(site, function):
    _, items = function.__reduce__()

    def get(owner, /):
        found = tuple(site.item(owner, item) for item in items)
        return found if len(found) > 1 else found[0]

    return get


def _cached(site, function):
    if known.uncounted(function.__wrapped__):
        name = known.called(function.__wrapped__)
        ledger.meter.escaped(site, f"whether {name} is called or remembered can't be seen")
        return
    ledger.meter.watch(function)
    return


def _as_it_is(site, function):
    return None


VECTORIZED_HERE: dict = {}
"""Ufuncs that np.frompyfunc made of a function that is counted, by id."""


def _vectorize_elementwise(site, function):
    def made(*args, **kwargs):
        args, kwargs = counted_callbacks(site, args, kwargs)
        ufunc = site.run(function, args, kwargs)
        VECTORIZED_HERE[id(ufunc)] = ufunc
        return ufunc

    return made


BY_ANOTHER_WAY = {
    exec: _run_source,
    eval: _run_source,
    type: _type,
    iter: _iter,
    itertools.accumulate: _accumulate,
    np.frompyfunc: _vectorize_elementwise,
}
"""Functions that call others: how each is called so that those are counted."""
OBJECTS_THAT_CALL = {
    operator.methodcaller: _method_caller,
    operator.itemgetter: _item_getter,
    operator.attrgetter: _as_it_is,
    functools._lru_cache_wrapper: _cached,
}
"""The same of objects, by their type."""
if hasattr(operator, "call"):
    BY_ANOTHER_WAY[operator.call] = _call_it
