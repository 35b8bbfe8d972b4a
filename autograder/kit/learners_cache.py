"""A learner's cache as checks read it: `keys`, `values`, `append` and its length.

What can't be read, or makes no sense, is a failed check that says why.
"""

import functools
import re
from typing import Any, NoReturn

import numpy as np

from autograder.kit.causes import missing_attribute
from autograder.kit.exercise import array, call, fail


def attribute(cache: Any, name: str) -> Any:
    """cache.<name>; to be called through `call`."""
    try:
        return getattr(cache, name)
    except AttributeError as error:
        _never_set(cache, error, but=name)
        wanted = (
            "a method append(k, v). Is it spelled like that in your class?"
            if name == "append"
            else (
                f"`{name}`, an attribute or a property that gives the array. Is it spelled like that in "
                "your class, and set in every cache, also in an empty one? (In a method, a name without "
                "`self.` in front is a variable that is gone at its end.)"
            )
        )
        fail(
            f"cache.{name} can't be read: {error}.\nYour cache needs {wanted}",
            misconception="attribute_missing",
            diagnosable=False,
        )
    except RecursionError:
        fail(
            f"cache.{name} can't be read: reading it asks for it again, and so on without end.\n"
            f"What does `self.{name}` mean inside the property {name}? The array itself needs another name, "
            f"such as self._{name}.",
            misconception="asks_itself",
            diagnosable=False,
        )


def nothing_when_empty(seen: Any) -> NoReturn:
    fail(
        f"{seen}\nNone can't be measured, stacked or multiplied, so every method would have to ask for it "
        "first.\nHow many rows, and how many columns, has an array of no tokens?",
        misconception="nothing_when_empty",
    )


def _never_set(cache: Any, error: AttributeError, but: str = "") -> None:
    """Fail if the learner's own code looked for an attribute, other than `but`, that its cache doesn't
    have."""
    owner, name = missing_attribute(error)
    if owner == type(cache).__name__ and name != but:
        fail(
            f"your code reads self.{name} of a new cache, which has no attribute {name}.\n"
            f"Is there a line in __init__ that sets it? `{name} = …` there makes a variable that is gone "
            "when __init__ ends. What has to stand in front of it?",
            misconception="attribute_never_set",
        )


def rows_of(
    cache: Any, name: str, shape: tuple[int, ...], when: str, other_width: int, window: int | None = None
) -> np.ndarray:
    found = call(attribute, cache, name, shown=f"cache.{name}")
    if callable(found):
        fail(
            f"cache.{name} is a method; expected the array itself, read without parentheses. "
            f"With @property in the line above `def {name}` it can be read like that.",
            misconception="keys_is_a_method",
        )
    if found is None:
        fail(f"cache.{name} {when} is None; expected an array of shape {shape}.")
    expect_not_flat(name, found, shape, when)
    if np.shape(found) == (0, other_width) != shape:
        fail(
            f"cache.{name} {when} has shape {np.shape(found)}; expected {shape}: it is as wide as the "
            f"{'values' if name == 'keys' else 'keys'} should be.",
            suspected="widths_exchanged",
            question="Which of d_k and d_v does each of your two arrays need?",
        )
    return array(
        found,
        shape=shape,
        what=f"cache.{name} {when}",
        meaning=f"one row for each of the {shape[0]} tokens"
        + (f" kept, the window is {window}" if window else "")
        if shape[0]
        else f"no rows yet, and still {shape[1]} columns, so that one can stack onto it and multiply with it",
    )


def expect_not_flat(name: str, rows: np.ndarray, shape: tuple[int, ...], when: str) -> None:
    """Fail if tokens have one dimension; what is empty is left to others."""
    if isinstance(rows, np.ndarray) and rows.ndim == 1 and rows.size:
        fail(
            f"cache.{name} {when} has shape {rows.shape}: numbers in a line, from which no one can tell "
            f"where a token ends. Expected {shape}, one row for each token.\n"
            "Which of your lines leaves one dimension where there should be two? (np.append flattens what "
            "it gets unless it is told an axis.)",
            misconception="rows_in_a_line",
        )


def length_of(cache: Any) -> int:
    """len(cache)."""
    return call(_len, cache, shown="len(cache)")


def _len(cache: Any) -> int:
    try:
        return len(cache)
    except AttributeError as error:
        _never_set(cache, error)
        raise
    except TypeError as error:
        if "'NoneType'" in str(error):
            nothing_when_empty("len(cache) does not work: your __len__ takes the length of None.")
        fail(
            f"len(cache) does not work: {error}.\nA method __len__(self) that returns the number of tokens "
            "in the cache makes it work.",
            misconception="no_len",
            diagnosable=False,
        )
    except RecursionError:
        fail(
            "len(cache) can't be told: your __len__ asks for the same length again, and so on without end.\n"
            "len(self) runs __len__. Which array, or which number, knows how many tokens there are?",
            misconception="asks_itself",
            diagnosable=False,
        )


def _misused(error: BaseException) -> tuple[str | None, str]:
    """(id, what lies behind an exception about a cache or its arrays) where that is known; else (None,
    "")."""
    text = str(error)
    if named := re.search(r"property '(\w+)' of '\w+' object has no setter", text):
        return "assigns_to_a_property", (
            f"`{named[1]}` is a property: it can be read, not assigned to. Inside the class the array "
            f"itself needs another name, such as self._{named[1]}; elsewhere it is "
            "cache.append(k, v) that adds tokens."
        )
    if re.search(r"'NoneType' object has no attribute '(keys|values|append)'", text):
        return "uses_what_append_returns", (
            "append returns nothing: it changes the cache itself. Which line puts what it "
            "returns into a variable?"
        )
    if "'numpy.ndarray' object is not callable" in text:
        return "calls_an_array", (
            "On that line an array stands in front of parentheses. cache.keys and cache.values are read "
            "without them, and a product is written with @."
        )
    if "'numpy.ndarray' object has no attribute 'append'" in text:
        return "appends_to_an_array", (
            "An array has no append: np.concatenate makes a longer one, and in a step it is cache.append(k, "
            "v) that adds a token. Is this a list in your class, and an array when it is read?"
        )
    if isinstance(error, RecursionError):
        return "calls_within_calls", (
            "Python lets about 1,000 calls stand inside one another, and a text can be longer. Does your "
            "code call itself once for every token? A loop has no such limit."
        )
    return None, ""


call_on_cache = functools.partial(call, explain=_misused)
"""call(), where a cache may have been used as what it is not."""


def wrong_dtype(name: str, got: np.dtype, expected: np.dtype) -> NoReturn:
    fail(
        f"cache.{name} is {got}, but the tokens appended first are {expected}: "
        + (
            "every number takes more bytes than it needs, and everything computed from it becomes "
            f"{got} too.\n"
            if got.kind == "f" and got.itemsize > expected.itemsize
            else "their numbers don't survive.\n"
        )
        + ("np.zeros and np.empty make float64 unless told otherwise. " if got == np.float64 else "")
        + "When does your cache first know which dtype it needs?",
        misconception="float64_for_float32" if (got, expected) == (np.float64, np.float32) else None,
        suspected=f"{got}_for_{expected}" if got.kind == "f" else None,
    )


def shown_row(row: np.ndarray) -> str:
    """A row (d,) as a message quotes it."""
    shown = ", ".join(f"{x:.3g}" for x in row[:4])
    return f"[{shown}, …]" if len(row) > 4 else f"[{shown}]"
