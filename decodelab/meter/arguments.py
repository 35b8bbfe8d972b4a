"""Arguments by keyword cost what they cost by position."""

import functools
import inspect
import itertools
import types


def by_position(function, args, kwargs):
    """The same arguments with those that were named at their positions, as far as none before them is left
    out."""
    rest, used = dict(kwargs), list(args)
    for name in _names(function)[len(args) :]:
        if name not in rest:
            break
        used.append(rest.pop(name))
    return tuple(used), rest


def _names(function):
    """Names of the arguments that a function takes by position. All arrays' methods of one name are looked up
    once."""
    owner = getattr(function, "__self__", None)
    if isinstance(function, types.BuiltinMethodType) and not isinstance(
        owner, types.ModuleType | type | None
    ):
        unbound = getattr(type(owner), function.__name__, None)
        if isinstance(unbound, types.MethodDescriptorType):
            return _positions(unbound)[1:]
    return _positions(function)


@functools.lru_cache(maxsize=1024)
def _positions(function):
    """Names of the arguments that a function takes by position."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return ()
    by_position = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return tuple(p.name for p in itertools.takewhile(lambda p: p.kind in by_position, parameters))
