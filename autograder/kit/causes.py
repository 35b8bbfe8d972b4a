"""What can be told of an exception that a learner's code raised: where, in which function, and what lies behind it."""

import os
import re
import traceback

import numpy as np

import autograder
import decodelab

_NOT_THEIRS = tuple(os.path.dirname(package.__file__) for package in (autograder, decodelab, np))


def one_line(error):
    """Its message as one line of at most 300 characters."""
    text = " ".join(str(error).split()) or "(no message)"
    return text if len(text) <= 300 else text[:300] + " …"


def where(error):
    """The learner's line that raised, on a line of its own; "" where it can't be told."""
    if getattr(error, "learner_line", None):  # set by the grader's pipe, which has no traceback to look at
        return f"\n  {error.learner_line}"
    frame = _last_frame(error)
    return f"\n  line {frame.lineno}: {frame.line}" if frame else ""


def raised_in(error):
    """The name of the learner's function that raised; "" where it can't be told."""
    if hasattr(error, "learner_function"):
        return error.learner_function
    frame = _last_frame(error)
    return frame.name if frame else ""


def _last_frame(error):
    frames = [
        f
        for f in traceback.extract_tb(error.__traceback__)
        if f.line and not f.filename.startswith(_NOT_THEIRS)
    ]
    return frames[-1] if frames else None


def missing_attribute(error):
    """(class name, attribute) that an AttributeError is about, by its text: ("", "") where that says something else."""
    told = re.match(r"'(\w+)' object has no attribute '(\w+)'", str(error))
    return told.groups() if told else ("", "")


def cause(error, exercises):
    """(id, what lies behind it in a sentence or two) where that is known; else (None, ""). exercises: {name: its lesson, e.g. "02_kv_cache"}."""
    text = str(error)
    name = next(iter(re.findall(r"'(\w+)'", text)), "")
    if isinstance(error, UnboundLocalError):
        return "variable_of_its_own", (
            f"A function that assigns to `{name}` has a variable `{name}` of its own, empty at each call. Where does its "
            "first value come from? (What an object keeps between calls is written with `self.` in front.)"
        )
    if isinstance(error, NameError):
        return "not_defined", _not_defined(name, exercises)
    if isinstance(error, ZeroDivisionError):
        return (
            "division_by_zero",
            "On that line something is divided by 0. What is 0 in this call, and what should come out?",
        )
    if isinstance(error, OverflowError) and re.search(
        r"too large to convert to C|out of bounds for u?int", text
    ):
        return "numpy_int_for_int", (
            "NumPy's whole numbers have 64 bits at most, Python's have no end. Where does your code "
            "make NumPy's of them?"
        )
    if isinstance(error, TypeError) and re.search(
        r"positional arguments? but|required positional argument", text
    ):
        method = re.search(r"\b[A-Z]\w*\.(?!__init__)\w+\(\)", text)
        of_a_method = (
            " (A method is called on an object that its class has made, and its first parameter is `self`.)"
        )
        return "number_of_arguments", (
            "A call and a `def` line don't agree on the number of arguments. Which ones does the exercise name, and which "
            f"does your `def` line?{of_a_method if method else ''}"
        )
    if isinstance(error, TypeError) and (
        "slice indices must be integers" in text or "'float' object cannot be" in text
    ):
        return "float_for_int", (
            "`/` gives a float even where it divides evenly; rows and columns are counted in ints. Which line "
            "makes a float?"
        )
    if isinstance(error, ValueError) and re.search(r"matmul: Input operand|shapes .* not aligned", text):
        return "shapes_do_not_fit", (
            "In a product A @ B the columns of A meet the rows of B, so there must be as many of them. "
            "Which shapes meet on that line, and which did you mean to meet?"
        )
    if isinstance(error, ValueError) and "could not be broadcast" in text:
        return "shapes_do_not_fit", (
            "Two arrays are put together number by number if their shapes agree, counted from the right, or "
            "one of them has a 1 there. Which shapes meet on that line, and which should?"
        )
    if isinstance(error, ValueError) and "all the input array" in text:
        return "shapes_do_not_fit", (
            "Arrays are joined below one another if all have as many axes and as many columns: a vector (d,) is "
            "not yet a row (1, d). Which shapes are joined on that line, and along which axis?"
        )
    if isinstance(error, ValueError) and "could not broadcast input array" in text:
        return "shapes_do_not_fit", (
            "Numbers are written into a place of their own shape. Which shape has what is written on that line, "
            "and which has its place?"
        )
    if isinstance(error, ValueError) and "inhomogeneous shape" in text:
        return "uneven_items", (
            "np.array makes one array of a list if all of its items have the same shape. Which shapes stand "
            "in that list, and which calls put them there?"
        )
    if isinstance(error, ValueError) and "values to unpack" in text:
        return "number_of_values", (
            "To the left of = stand more names, or fewer, than values come. `a.shape` has one number for each "
            "axis: how many axes can come in here?"
        )
    if re.search(
        r"'numpy\.ndarray' object has no attribute|module 'numpy' has no attribute", text
    ) or re.search(r"unexpected keyword argument '(dim|keepdim)'", text):
        return "not_in_numpy", (
            "NumPy does not know that name. What another library calls dim=, keepdim=, t(), permute and view is "
            "axis=, keepdims=, .T, transpose and reshape here. Which line has it?"
        )
    return None, ""


def _not_defined(name, exercises):
    if name in exercises:
        return (
            f"`{name}` is an exercise of the notebook {exercises[name][3:]}. There, run its cell; in another notebook, copy "
            "it into a cell above."
        )
    if name in ("np", "numpy"):
        return f"`{name}` is NumPy: run the cell with the imports, at the top of the notebook."
    if hasattr(np, name):
        return f"If NumPy's is meant, it is written np.{name}."
    return (
        f"No cell that has been run defines `{name}`. Is it spelled as where it gets its value, is its cell still to "
        "be run, or does it belong to an object, as in `self.keys`?"
    )
