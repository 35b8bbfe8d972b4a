"""What a Meter is given, where it stands, and what of the meter a learner doesn't see."""

import linecache
import re
import types

from decodelab.meter import whose
from decodelab.meter.instrument import SourceUnavailable, unit_of
from decodelab.meter.sites import CALL_NAME, Site


def expect_source(given):
    """Raise SourceUnavailable now, where the learner can see which object it is about."""
    function = given
    while not isinstance(function, (types.FunctionType, type)):
        inner = (
            getattr(function, "__func__", None)
            or getattr(function, "__wrapped__", None)
            or getattr(function, "func", None)
        )
        if inner is None:
            break
        function = inner
    if isinstance(function, types.FunctionType):
        if unit_of(function.__code__, function.__globals__).twin(function.__code__) is None:
            raise SourceUnavailable(
                f"the source of {function.__qualname__} in {function.__code__.co_filename} is not what was "
                "run: it changed since. Run the cell (or import the file) again."
            )
    elif not callable(given) and not type(given).__flags__ & whose.HEAP_TYPE:
        raise TypeError(
            f"Meter() counts functions and classes; it was given {type(given).__name__} {given!r}."
        )


def function_called(name, given):
    """The function whose entries are the calls of what was given."""
    if isinstance(given, types.MethodType):
        given = given.__func__
    elif not isinstance(given, (types.FunctionType, type)) and callable(given):
        given = type(given).__call__
    if not isinstance(given, types.FunctionType):
        raise TypeError(
            f"calls[{name!r}] is {type(given).__name__}: the Meter counts calls of functions and methods "
            "written in Python."
        )
    return given


def entry(name, function):
    """The Site that ticks whenever the function is entered."""
    for constant in function.__code__.co_consts:
        if isinstance(constant, Site) and constant.kind == "entry":
            return constant
    raise SourceUnavailable(
        f"calls[{name!r}]: {function.__qualname__} belongs to Python or an installed "
        "package, and isn't counted."
    )


def where(cls: type, name: str) -> tuple[str, int, str]:
    """(file, line, statement) of a member that is no function of its own, as far as it can be found."""
    codes = [m.__code__ for m in vars(cls).values() if isinstance(m, types.FunctionType)]
    for file in [code.co_filename for code in codes] or list(linecache.cache):
        for number, line in enumerate(linecache.getlines(file), 1):
            if re.match(rf"\s+{re.escape(name)}\b.*=", line) or f".{name} =" in line:
                return file, number, line.strip()
    return codes[0].co_filename if codes else "", 0, f"class {cls.__name__}"


def without_our_frames(error):
    """Take the meter's own frames out of a traceback, and out of those of its causes."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = []
        entry = error.__traceback__
        while entry is not None:
            frames.append(entry)
            entry = entry.tb_next
        kept = [
            f
            for f in frames
            if not f.tb_frame.f_code.co_filename.startswith(whose.METER)
            and f.tb_frame.f_code.co_name != CALL_NAME
        ]
        for this, following in zip(kept, [*kept[1:], None]):
            this.tb_next = following
        error.__traceback__ = kept[0] if kept else error.__traceback__
        error = error.__cause__ or error.__context__
