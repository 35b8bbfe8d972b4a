"""What can be told of an exception that a learner's code raised: where, in which function, what lies behind
it."""

import os
import re
import sysconfig
import traceback
from collections.abc import Mapping

import numpy as np

import autograder
import decodelab

_NOT_THEIRS = tuple(
    os.path.normcase(str(path)) + os.sep
    for path in (
        *(os.path.dirname(str(package.__file__)) for package in (autograder, decodelab, np)),
        *(sysconfig.get_path(kind) for kind in ("stdlib", "platstdlib", "purelib", "platlib")),
    )
)
"""Where code lies that learners have not written: ours, NumPy, Python's own library, installed packages."""


def is_learners(file: str) -> bool:
    """Whether code of this file may be a learner's."""
    return not os.path.normcase(file).startswith((*_NOT_THEIRS, "<frozen"))


def one_line(error: BaseException) -> str:
    """Its message as one line of at most 300 characters."""
    text = " ".join(str(error).split()) or "(no message)"
    return text if len(text) <= 300 else text[:300] + " …"


def where(error: BaseException) -> str:
    """The learner's line that raised, on a line of its own; "" where it can't be told.

    Where one of their functions was called by another, the calling line comes first: the fault may be there.
    """
    if told := getattr(
        error, "learner_line", None
    ):  # set by the grader's pipe, which has no traceback to look at
        return f"\n  {told}"
    frames = _frames(error)
    if not frames:
        return ""
    first, last = frames[0], frames[-1]
    if first.name == last.name:
        return f"\n  {last.line}"
    return f"\n  {first.line}   (in {first.name})\n  {last.line}   (in {last.name})"


def raised_in(error: BaseException) -> str:
    """The name of the learner's function that raised; "" where it can't be told."""
    if hasattr(error, "learner_function"):
        return error.learner_function
    frames = _frames(error)
    return frames[-1].name if frames else ""


def _frames(error: BaseException) -> list[traceback.FrameSummary]:
    """The learner's frames that an exception went through, the outermost first."""
    return [f for f in traceback.extract_tb(error.__traceback__) if f.line and is_learners(f.filename)]


def missing_attribute(error: BaseException) -> tuple[str, str]:
    """(class name, attribute) that an AttributeError is about, by its text; ("", "") if it says something
    else."""
    told = re.match(r"'(\w+)' object has no attribute '(\w+)'", str(error))
    return (told[1], told[2]) if told else ("", "")


def about_shapes(error: BaseException) -> bool:
    """Whether an exception is one that shapes which do not fit bring about."""
    return isinstance(error, (ValueError, IndexError)) or (
        isinstance(error, TypeError) and re.search(r"array|index|subscript|len\(\)", str(error)) is not None
    )


NOT_DEFINED = "not_defined"
"""Before the colon of a NameError's id; behind it stands the name, for two names are two causes."""


def cause(error: BaseException, exercises: Mapping[str, str]) -> tuple[str | None, str]:
    """(id, what lies behind it in a sentence or two) where that is known; else (None, "").

    exercises: {name: its lesson, e.g. "02_kv_cache"}
    """
    text = str(error)
    name = next(iter(re.findall(r"'(\w+)'", text)), "")
    if isinstance(error, UnboundLocalError):
        return "variable_of_its_own", (
            f"A function that assigns to `{name}` has a variable `{name}` of its own, empty at each call. "
            "Where does "
            "its first value come from? (What an object keeps between calls is written with `self.` in "
            "front.)"
        )
    if isinstance(error, NameError):
        return f"{NOT_DEFINED}:{name}", _not_defined(name, exercises)
    if isinstance(error, TypeError) and re.search(r"positional arguments? but|required positional arg", text):
        return "number_of_arguments", _arguments(text, exercises)
    if (
        isinstance(error, ValueError)
        and "values to unpack" in text
        and _LOOP_WITHOUT_ZIP.search(where(error))
    ):
        return "loop_without_zip", (
            "A loop over arrays in a row takes the first array whole, then the second, and so on. Which "
            "built-in function hands out the first row of each, then the second row of each?"
        )
    for kinds, pattern, id, known in _KNOWN:
        if isinstance(error, kinds) and re.search(pattern, text):
            return id, known
    return None, ""


_LOOP_WITHOUT_ZIP = re.compile(r"for \w+(, *\w+)+ in [(\[]? *\w+ *, *\w+")

_NONE = (
    "Something on that line is None, which is what a function gives that has no `return`, and what append "
    "gives. Which name on the line is it, and where does it get its value?"
)

_LIST = (
    "A list does not calculate: + joins two, * repeats one, and it has neither shape nor .T. Which name on "
    "that line is a list, and what makes an array of it?"
)

_KNOWN = (
    (
        FloatingPointError,
        "",
        "numpy_told_to_raise",
        "NumPy has been told to raise this: np.seterr(…) or np.errstate(…) stands somewhere in the "
        "notebook. Without it a number too small for its digits becomes 0 and nothing is said, which is "
        "fine here. Which cell has it?",
    ),
    (
        ModuleNotFoundError,
        "",
        "no_such_module",
        "Python finds no module of that name here, and there is none either where the answers of a class "
        "are graded. The course gets by on NumPy and Python's own library.",
    ),
    (
        OSError,
        "Too many open files",
        "too_many_open_files",
        "A file or memory map that was opened stays open until it is closed, and a process may have some of "
        "them at once: hundreds in a notebook, 64 in grading. How many does your code open for one cache, "
        "and when does it close them?",
    ),
    (
        ZeroDivisionError,
        "",
        "division_by_zero",
        "On that line something is divided by 0. What is 0 in this call, and what should come out?",
    ),
    (
        OverflowError,
        r"math range error",
        "overflows",
        "On that line a number comes out that is too large for a float: Python's math raises there, where "
        "NumPy gives inf. How large is what goes in, and can something be taken off it first?",
    ),
    (
        OverflowError,
        r"too large to convert to C|out of bounds for u?int",
        "numpy_int_for_int",
        "NumPy's whole numbers have 64 bits at most, Python's have no end. Where does your code make "
        "NumPy's of them?",
    ),
    (
        RecursionError,
        "",
        "calls_within_calls",
        "Python lets about 1,000 calls stand inside one another. Does your function call itself without an "
        "end, or once for every token? A loop has no such limit.",
    ),
    (
        TypeError,
        r"^\w+\(\) takes no arguments",
        "init_not_found",
        "Python found no __init__ in your class, so the class takes nothing. Is it spelled with two "
        "underscores on either side, and is its `def` indented inside the class?",
    ),
    (
        TypeError,
        r"slice indices must be integers|'float' object cannot be",
        "float_for_int",
        "`/` gives a float even where it divides evenly; rows and columns are counted in ints. Which line "
        "makes a float?",
    ),
    (
        AttributeError,
        r"'NoneType' object has no attribute '(append|extend|add)'",
        "uses_what_append_returns",
        "append returns nothing (None): it changes the list itself. Which line puts what it returns into a "
        "variable?",
    ),
    ((AttributeError, TypeError), "NoneType", "works_with_none", _NONE),
    (
        TypeError,
        r"'list' and '|can only concatenate list|multiply sequence|bad operand type .* "
        r"'list'|list indices must be",
        "list_for_array",
        _LIST,
    ),
    (
        AttributeError,
        r"'list' object has no attribute '(T|shape|dtype|max|sum|copy_?|ndim|size)'",
        "list_for_array",
        _LIST,
    ),
    (
        TypeError,
        r"unsupported operand .*'(function|method|builtin_function_or_method|type)'",
        "function_for_result",
        "On that line a function stands where what it gives is meant. A call has round brackets: which name "
        "there lacks them?",
    ),
    (
        TypeError,
        r"'int' object is not iterable",
        "loops_over_a_number",
        "A `for` needs something with many items, and a number has none. What hands out 0, 1, 2 … up to a "
        "number?",
    ),
    (
        TypeError,
        r"not subscriptable",
        "brackets_for_call",
        "Square brackets take items out of an array or a list; a function is called with round ones. What "
        "stands in front of the brackets on that line?",
    ),
    (
        TypeError,
        r"object is not callable",
        "calls_no_function",
        "On that line round brackets stand behind something that is no function: an array, a number, a "
        "list. Is a * or an @ missing, or was the name of a function used for something else?",
    ),
    (
        TypeError,
        r"only (length-1|0-dimensional|integer scalar) arrays",
        "array_for_number",
        "On that line one number is wanted, and an array came. Which array is it, and which one of its "
        "numbers is meant, or is NumPy's own function the one that takes them all (np.exp for math.exp)?",
    ),
    (
        ValueError,
        "truth value of an array",
        "truth_of_an_array",
        "`if`, `and`, `max(…)` and `in` want one yes or no; comparing arrays gives one for each number. "
        "Which numbers are compared on that line, and is it any of them, all of them, or each on its own "
        "that counts?",
    ),
    (
        ValueError,
        r"setting an array element with a sequence\.$",
        "array_for_number",
        "One place of an array takes one number, and several came. Which shape has what is written on that "
        "line?",
    ),
    (
        TypeError,
        r"Cannot cast ufunc .* output|casting rule",
        "writes_fractions_into_ints",
        "Results with fractions are written into an array of whole numbers. Which line makes that array, "
        "and with which dtype?",
    ),
    (
        ValueError,
        r"matmul: Input operand|shapes .* not aligned",
        "shapes_do_not_fit",
        "In a product A @ B the columns of A meet the rows of B, so there must be as many of them. Which "
        "shapes meet on that line, and which did you mean to meet?",
    ),
    (
        ValueError,
        "could not be broadcast",
        "shapes_do_not_fit",
        "Two arrays are put together number by number if their shapes agree, counted from the right, or one "
        "of them has a 1 there. Which shapes meet on that line, and which should?",
    ),
    (
        ValueError,
        "all the input array",
        "shapes_do_not_fit",
        "Arrays are joined below one another if all have as many axes and as many columns: a vector (d,) is "
        "not yet a row (1, d). Which shapes are joined on that line, and along which axis?",
    ),
    (
        ValueError,
        "could not broadcast input array",
        "shapes_do_not_fit",
        "Numbers are written into a place of their own shape. Which shape has what is written on that line, "
        "and which has its place?",
    ),
    (
        ValueError,
        "inhomogeneous shape",
        "uneven_items",
        "np.array makes one array of a list if all of its items have the same shape. Which shapes stand in "
        "that list, and which calls put them there?",
    ),
    (
        ValueError,
        "values to unpack",
        "number_of_values",
        "To the left of = stand more names, or fewer, than values come. `a.shape` has one number for each "
        "axis: how many axes can come in here?",
    ),
    (
        IndexError,
        r"^tuple index out of range",
        "shape_of_a_vector",
        "A shape has one number for each axis: that of a vector, (n,), has .shape[0] and no .shape[1]. "
        "Which array on that line has one axis, and where does it come from? (Q[i] is a vector, Q[i:i+1] is "
        "a table of one row.)",
    ),
    (
        IndexError,
        r"out of bounds for axis|index out of range",
        "index_past_the_end",
        "An axis of n places has the numbers 0 to n - 1. Which index on that line goes beyond, and which "
        "shape should its range come from?",
    ),
    (
        IndexError,
        r"too many indices",
        "too_many_indices",
        "More indices stand in the brackets than the array has axes. Which shape has it when it comes to "
        "that line?",
    ),
    (
        AttributeError,
        r"^'[A-Z]\w*' object has no attribute",
        "no_such_attribute",
        "The object on that line has nothing of that name. Is it spelled as where the object gets it? (In a "
        "class of your own that is a line `self.name = …`, and it has to run before this one.)",
    ),
    (
        Exception,
        r"'numpy\.ndarray' object has no attribute|module 'numpy' has no attribute"
        r"|unexpected keyword argument '(dim|keepdim)'",
        "not_in_numpy",
        "NumPy does not know that name. What another library calls dim=, keepdim=, t(), permute and view is "
        "axis=, keepdims=, .T, transpose and reshape here. Which line has it?",
    ),
)
"""Rows of (kinds of exception, what its text has, id, what lies behind it); the first that fits counts."""


def _arguments(text: str, exercises: Mapping[str, str]) -> str:
    """Of a call with too many or too few arguments."""
    called = re.match(r"(?:[\w.]*\.)?(\w+)\(\)", text)
    method = re.search(r"\b[A-Z]\w*\.\w+\(\)", text)
    if called and not method and hasattr(np, called[1]) and called[1] not in exercises:
        return (
            f"It is NumPy's {called[1]} that lacks an argument or got too many, called on that line or by "
            "another of "
            "NumPy's functions there. What does each of them take: a number, a shape, a table?"
        )
    of_a_method = " (The first parameter of every method, __init__ too, is `self`: the object itself.)"
    return (
        "A call and a `def` line don't agree on the number of arguments. Which ones does the exercise name, "
        "and which "
        f"does your `def` line?{of_a_method if method else ''}"
    )


def _not_defined(name: str, exercises: Mapping[str, str]) -> str:
    if name in exercises:
        return (
            f"`{name}` is an exercise of the notebook {exercises[name][3:]}. There, run its cell; in "
            "another notebook, "
            "copy it into a cell above."
        )
    if name in ("np", "numpy"):
        return (
            "That is NumPy, and no cell that has been run imports it under this name. `import numpy as np` "
            "does; in most notebooks the first cell with code has it, in a warm-up you can put it above "
            "your function."
        )
    if hasattr(np, name):
        return f"If NumPy's is meant, it is written np.{name}."
    return (
        f"No cell that has been run defines `{name}`. Is it spelled as where it gets its value, is its cell "
        "still to "
        "be run, or does it belong to an object, as in `self.keys`?"
    )
