"""Predictions: each is committed before its answer can be seen, set beside the truth, and kept.

    slowdown = None                       # the learner writes a number here and runs the cell
    reveal("slowdown", lambda: seconds[-1] / seconds[0], "times as long")    # in a folded cell, by its name

The first number written for a name is kept in `predictions.json`, in the folder that holds the lessons;
`show()` draws how good they have become. The file is the learner's own: theirs to read and to delete, seen by
nobody else, not in git, not handed in. Whatever is wrong with it, a lesson goes on, and nothing that stands
in it is lost.
"""

import json
import os
import re
import sys
import tempfile
from datetime import date
from decimal import Decimal
from html import escape
from numbers import Real
from pathlib import Path

import numpy as np

from decodelab import truths

FILE = "predictions.json"
ABOUT = "What you predicted in this course, and what it was. Yours alone: delete it whenever you like."


def reveal(prediction, actual=None, unit="", of=""):
    """Show prediction and truth on one line, with their ratio; the first number for a name is kept.

    prediction: the name of the variable that holds it, as text. It is looked up where `reveal` was called, so
                that a prediction cell that was not run is no error. (A number itself does, too; it is not
                kept.)
    actual    : a number, a word, or a function that gives one: if what it needs is not there yet, a line says
              so;
                left out, it is what `truths` says of that name, with its unit
    unit, of  : e.g. "seconds"; what is meant, in front of the line, where a cell reveals several

    Without a prediction the truth stays folded until the learner opens it.
    """
    name = prediction if isinstance(prediction, str) and prediction.isidentifier() else None
    if actual is None:
        actual, unit = truths.of(name)
    if callable(actual):
        try:
            actual = actual()
        except (NameError, LookupError):
            print("There is nothing to set a prediction beside yet: run the cells above first.")
            return
    if name:
        prediction = sys._getframe(1).f_globals.get(name)
    prediction, actual = number(prediction), _plain(actual)
    if isinstance(actual, str) and isinstance(prediction, str):
        prediction = prediction.strip(" .!\"'").lower()
        prediction = truths.SAME_WORD.get(prediction, prediction)
    if prediction is None:
        _show_folded(name, _it_is(actual, unit))
        return
    print((f"{of}: " if of else "") + _beside(prediction, actual, unit))
    if name and (isinstance(prediction, Real) or isinstance(actual, str)):
        _keep(name, prediction, actual, unit)


def show():
    """Draw how good all predictions kept so far are, lesson by lesson."""
    from decodelab import figures

    kept = list(_read(_place())[0].values())
    numbers = [p for p in kept if isinstance(p["predicted"], Real) and isinstance(p["actual"], Real)]
    words = [p for p in kept if p not in numbers]
    if not kept:
        print("No predictions are kept yet. Write one where a lesson says **Predict**, and come back.")
    if words:
        right = sum(p["predicted"] == p["actual"] for p in words)
        print(f"Of {len(words)} prediction{'s' * (len(words) > 1)} in words, {right} came true.")
    if numbers:
        return figures.draw_predictions([(p["lesson"], p["predicted"], p["actual"]) for p in numbers])
    return None


def number(written):
    """The number somebody meant: 1000 for "1 000", 2.83 for [2.83] or "about 2.83", None for nothing.

    What holds no number, or several, comes back as text.
    """
    if isinstance(written, (list, tuple, set, np.ndarray)) and np.size(list(written)) == 1:
        return number(next(iter(np.ravel(np.array(list(written), dtype=object)))))
    if isinstance(written, Decimal):
        written = float(written)
    if isinstance(written, Real) and not isinstance(written, (bool, np.bool_)):
        plain = written.item() if isinstance(written, np.generic) else written
        if isinstance(plain, int) and abs(plain) > 10**300:
            return "more than 1e300"
        plain = plain if isinstance(plain, int) else float(plain)
        return plain if np.isfinite(float(plain)) else str(plain)
    if written is None:
        return None
    text = str(written).strip()
    bare = re.sub(r"(?<=\d)[\s_'](?=\d{3}(\D|$))|(?<=\d),(?=\d{3}(\D|$))", "", text)  # 1 000 and 1,000
    found = re.findall(r"[-+]?(?:\d+(?:[.,]\d+)?|\.\d+)(?:[eE][-+]?\d+)?", bare)
    if len(found) != 1 or "/" in bare or "^" in bare or "*" in bare:
        return text or None
    value = float(found[0].replace(",", "."))
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _plain(actual):
    """A number of plain Python, or a word."""
    return actual if isinstance(actual, (str, int)) else float(actual)


# -- what is shown ------------------------------------------------------------------------------------


def _beside(prediction, actual, unit):
    if isinstance(actual, str):
        return f"you said {_short(prediction)}: {'so it is' if prediction == actual else f'it is {actual}'}"
    if isinstance(prediction, str):
        return (
            f'you wrote "{prediction}", {_it_is(actual, unit)}. '
            "Next time write a number: then the two can be compared."
        )
    line = f"you predicted {_short(prediction)}, {_it_is(actual, unit)}"
    if actual == 0 or prediction == actual:
        return line
    return f"{line}: prediction ÷ actual = {prediction / actual:.3g}"


def _it_is(actual, unit):
    return f"it is {_short(actual)}" + (f" {unit}" if unit else "")


def _show_folded(name, truth):
    """The truth behind a fold, where a page can fold; else as a line of text."""
    where = f"`{name}`" if name else "it"
    words = f"No prediction for {where} yet. Write one above, run that cell, then this one."
    if _kernel() is None:
        print(f"{words} ({truth})")
        return
    from IPython.display import display

    summary = words.replace(where, f"<code>{escape(name)}</code>" if name else "it")
    display(
        {
            "text/html": (
                f"<details><summary>{summary} Or open this.</summary><p>{escape(truth)}</p></details>"
            ),
            "text/plain": f"{words} ({truth})",
        },
        raw=True,
    )


def _short(value):
    if isinstance(value, str):
        return value
    whole = isinstance(value, int) or abs(value) >= 1000
    return f"{value:,.0f}".replace(",", " ") if whole else f"{value:.4g}"


# -- what is kept -------------------------------------------------------------------------------------


def _kernel():
    """The notebook's shell, or None outside of one."""
    try:
        from IPython import get_ipython
    except ImportError:
        return None
    return get_ipython() or None


def _place():
    """Where predictions are kept: beside the lessons' folders. None where nobody learns: in grading, in a
    script."""
    here = Path.cwd()
    if _kernel() is None or "NBGRADER_EXECUTION" in os.environ or not re.match(r"\d\d_", here.name):
        return None
    return here.parent / FILE


def _read(place):
    """({name: entry}, None), or ({}, what is wrong with the file)."""
    try:
        kept = json.loads(place.read_text(encoding="utf8"))["predictions"]
        if not all(entry.keys() >= {"lesson", "predicted", "actual"} for entry in kept.values()):
            return {}, "it holds something else"
        return kept, None
    except (AttributeError, FileNotFoundError):  # no place, no file, or no {name: entry} in it
        return {}, "it holds something else" if place and place.exists() else None
    except (OSError, ValueError, KeyError, TypeError) as error:
        return {}, str(error) or type(error).__name__


def _keep(name, predicted, actual, unit):
    place = _place()
    if place is None:
        return
    entry = {
        "lesson": Path.cwd().name,
        "predicted": predicted,
        "actual": actual,
        "unit": unit,
        "when": date.today().isoformat(),
    }
    try:
        _add(place, {name: entry})
    except OSError as error:
        print(f"(This prediction could not be kept: {error.strerror or error}. The lesson goes on without.)")


def join(place, content):
    """Add the predictions in the bytes of another such file to those at `place`; says what became of them, as
    text."""
    place = Path(place)
    with tempfile.TemporaryDirectory() as elsewhere:
        other = Path(elsewhere) / FILE
        other.write_bytes(content)
        others, wrong = _read(other)
    if wrong:
        return f"left out, it can't be read: {wrong}"
    try:
        new = _add(place, others)
        return f"{new} prediction{'s' * (new != 1)} brought back"
    except OSError as error:
        return f"could not be written: {error.strerror or error}"


def _add(place, entries):
    """Write those entries to the file whose names are not in it yet; returns how many. Raises OSError."""
    kept, wrong = _read(place)
    if wrong:
        aside = next(p for i in range(1, 1000) if not (p := place.with_suffix(f".broken-{i}")).exists())
        place.rename(aside)
        print(f"({place.name} can't be read: {wrong}. It is {aside.name} now, and a new one begins.)")
    new = {name: entry for name, entry in entries.items() if name not in kept}  # the first thought counts
    if new:
        text = json.dumps({"about": ABOUT, "predictions": kept | new}, indent=1, ensure_ascii=False)
        if place.exists() and not os.access(place, os.W_OK):
            raise PermissionError(13, f"{place.name} is read-only")
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf8", dir=place.parent, prefix=".predictions-", delete=False
        ) as file:
            file.write(text)
        os.replace(file.name, place)
    return len(new)
