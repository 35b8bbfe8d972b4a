"""What an explorer is given to look at: a learner's own function, and what to say when it does not go through
with it."""

import linecache
import traceback

import numpy as np


class TheirError(Exception):
    """A learner's function raised, or gave what can't be drawn. The text is for the page."""


class NotWrittenError(TheirError):
    """A learner's function is an exercise still to be done."""


def call(function, *arguments, shape):
    """What the function gives for these arrays, which it may overwrite; an array of numbers of this shape.

    Raises TheirError where it raises, and where it gives something else; NotWrittenError where it is still to
    be written.
    """
    name = getattr(function, "__name__", "your function")
    given = ", ".join(f"({', '.join(map(str, a.shape))})" for a in arguments)
    try:
        result = function(*(a.copy() for a in arguments))
    except NotImplementedError:
        raise NotWrittenError(f"{name} is not written yet.") from None
    except Exception as error:  # whatever it is, it is theirs to see
        raise TheirError(f"{name} raised on arrays of shape {given}. {told(error)}") from error
    try:
        if result is None:
            raise TypeError
        array = np.asarray(result, dtype=float)
    except (TypeError, ValueError):
        raise TheirError(f"{name} should give an array of numbers; it gave {_short(result)}.") from None
    if array.shape != shape:
        raise TheirError(
            f"{name} gave an array of shape {array.shape} for arrays of shape {given}; one "
            f"of {shape} can be drawn."
        )
    return array


def told(error):
    """An exception in a sentence, with the line of the learner's that raised it."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename != __file__]
    at = next((f for f in reversed(frames) if "site-packages" not in f.filename), None)
    line = at and (at.line or linecache.getline(at.filename, at.lineno).strip())
    return f"{type(error).__name__}: {error}" + (f" (at: {line})" if line else "")


def _short(result):
    return "None" if result is None else f"a {type(result).__name__}"
