"""How a check is written: an exercise, its aspects, and calls into a learner's code.

A check body is plain code about plain callables, so the same body judges a function of this
notebook and one that lives in another process behind a pipe:

    @exercise("softmax", probe=softmax_probe)
    def softmax(softmax, *, rng):
        with aspect("equals", "rows are exp(s) over their sum"):
            scores = rng.normal(size=(3, 5))
            result = array(call(softmax, scores), shape=(3, 5), dtype=scores.dtype)
            close(result, reference.softmax(scores))

It prints what holds and raises `CheckFailed` on the first thing that doesn't.

Over 400 lines: what is expected of a result stands beside the call that gave it.
"""

import contextlib
import contextvars
import functools
import inspect
import io
import math
import warnings
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NoReturn, Protocol, cast

import numpy as np
from numpy.typing import DTypeLike

from autograder.kit import diagnosis
from autograder.kit.causes import about_shapes, cause, one_line, raised_in, where
from autograder.kit.driving import process_of
from autograder.kit.fingerprint import fingerprint
from autograder.kit.misconception import Misconception
from autograder.kit.patience import Patience
from autograder.kit.verdict import CheckFailed, NotWrittenYet

TOLERANCE = {"float32": 1e-5, "float64": 1e-10}
"""Largest accepted error, relative to the largest expected value of the array."""

COARSE = 1e-3
"""Largest error, relative in the same way, of results that are right but for their last digits."""

FINE = 1e-8
"""The same where most numbers of a result are within the tolerance."""

LESSON_OF: dict[str, str] = {}
"""The lesson of each exercise, e.g. "02_kv_cache", filled by `autograder.lessons`: for a message when a name
is missing."""

_run: contextvars.ContextVar = contextvars.ContextVar("the check that is running")

secret_seed: contextvars.ContextVar[tuple[int, ...]] = contextvars.ContextVar(
    "integers that a grading mixes into the seed of every check", default=()
)


class _Run:
    """What one call of a check has established so far."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.overwritten = ""
        """Which input an answer changed first, if any: whether or not an aspect looks for it, that must not
        be."""
        self.aspect = ""
        self.held: list[str] = []


class Check(Protocol):
    """What `exercise` makes of the body of a check."""

    exercise: str
    probe: Callable[..., Any] | None
    names: Sequence[str]
    misconceptions: tuple[Misconception, ...]
    uses: Sequence[str]
    right: Callable[..., Any] | None

    def __call__(self, *objects: Any, seed: int = 0) -> None: ...


def exercise(
    name: str,
    probe: Callable[..., Any] | None = None,
    companions: int = 0,
    uses: Sequence[str] = (),
    right: Callable[..., Any] | None = None,
) -> Callable[[Callable[..., None]], Check]:
    """Make a check body into the check of exercise `name`.

    probe(*objects, rng) -> list   the answer's results on random inputs; diagnosis compares them
                                   with those of known wrong answers
    companions                     how many objects follow the answer itself, e.g. 1 for
                                   `check.decode_step(decode_step, KVCache)`
    uses                           names of other exercises of the lesson that an answer may call
    right                          what can stand for an answer where another exercise uses it

    The check takes the learner's objects and, by keyword, `seed`: an int that fixes all its
    random inputs. Without one it uses the same inputs on every call. `check.misconceptions` are the known
    wrong ideas that a wrong answer is compared with; `autograder.lessons` puts them there from the exercise's
    module.
    """

    def decorate(body: Callable[..., None]) -> Check:
        names = [p for p in inspect.signature(body).parameters if p != "rng"]

        @functools.wraps(body)
        def checked(*objects: Any, seed: int = 0) -> None:
            if len(objects) != 1 + companions:
                wanted = ", ".join(names)
                raise TypeError(
                    f"check.{name} takes {1 + companions} object(s): check.{name}({wanted}); "
                    f"it was given {len(objects)}."
                )
            run = _Run(names)
            token = _run.set(run)
            try:
                with _patience(name, objects):
                    with aspect("defined", ""):
                        for object_name, given in zip(names, objects):
                            _expect_callable(object_name, given)
                    body(
                        *objects,
                        rng=np.random.default_rng([seed, zlib.crc32(name.encode()), *secret_seed.get()]),
                    )
                    with aspect("inputs", ""):
                        if run.overwritten:
                            _changes_input(run.overwritten)
            except CheckFailed as failure:
                failure.exercise, failure.check = name, run.aspect
                if failure.misconception is None and probe is not None and failure.diagnosable:
                    with _patience(name, objects):
                        theirs = diagnosis.given(probe, objects, quiet)
                        found = diagnosis.diagnose(check.misconceptions, probe, theirs, quiet)
                    if found is not None:
                        failure.misconception = found.id
                        failure.message += f"\n{found.sentence}"
                        failure.question = found.question
                    elif diagnosis.says_something(theirs):
                        failure.gave = fingerprint([result for results in theirs for result in results])
                failure.misconception = failure.misconception or failure.suspected
                failure.message += failure.question and f"\n{failure.question}"
                raise failure from None
            finally:
                _run.reset(token)
            print(f"{name}: everything holds.")
            for statement in run.held:
                print(f"  [ok] {statement}")

        check = cast(Check, checked)
        check.exercise, check.probe, check.names, check.misconceptions = name, probe, names, ()
        check.uses, check.right = uses, right
        return check

    return decorate


@contextlib.contextmanager
def aspect(check: str, statement: str) -> Iterator[None]:
    """One thing a check looks at: `check` names it in reports, `statement` is what holds if it passes."""
    run = _run.get()
    run.aspect = check
    yield
    if statement:
        run.held.append(statement)


def note(statement: str) -> None:
    """Something worth knowing that costs no points, printed with what holds."""
    _run.get().held.append(statement)


def fail(
    message: str,
    *,
    misconception: str | None = None,
    suspected: str | None = None,
    question: str = "",
    picture: Callable[[], Any] | None = None,
    diagnosable: bool = True,
    needs_human: bool = False,
) -> NoReturn:
    """Raise CheckFailed. `question` ends the message if no misconception with one of its own is found, then
    `suspected` is its id; `diagnosable=False` where matching known wrong answers can't help, `needs_human`
    where the check can't tell right from wrong."""
    raise CheckFailed(
        message,
        misconception=misconception,
        suspected=suspected,
        question=question,
        picture=picture,
        diagnosable=diagnosable,
        needs_human=needs_human,
    )


def _patience(name: str, objects: Sequence[Any]) -> contextlib.AbstractContextManager[Any]:
    """What a learner waits for in front of a notebook is watched; a grader has time limits of its own."""
    return Patience(name) if process_of(*objects) is None else contextlib.nullcontext()


class _Nowhere(io.TextIOBase):
    """Takes any text and keeps none, however long a loop goes on printing."""

    def write(self, text: str) -> int:
        return len(text)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Learner code may print and warn as it likes: it costs no points and hides no message of ours."""
    with (
        contextlib.redirect_stdout(_Nowhere()),
        contextlib.redirect_stderr(_Nowhere()),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        yield


def call(
    function: Callable[..., Any],
    *args: Any,
    shown: str | None = None,
    advice: str = "",
    explain: Callable[[Exception | SystemExit], tuple[str | None, str]] = lambda error: (None, ""),
    **kwargs: Any,
) -> Any:
    """Call a learner's function; an exception of theirs becomes a failed check that names the line.

    shown  : how the call reads in a message, e.g. "cache.append(k, v)"; made from the arguments if absent
    advice : what to look at where shapes do not fit, for this call
    explain: error -> (id, what lies behind it) where this exercise knows better than `causes.cause`, else
             (None, "")

    An array among `args` that the function changes is remembered: the check fails in the end, whatever it
    looks at.
    """
    arrays = {i: (a, a.tobytes()) for i, a in enumerate(args, 1) if isinstance(a, np.ndarray)}
    try:
        with quiet():
            result = function(*args, **kwargs)
    except CheckFailed:
        raise
    except NotImplementedError as error:
        raise NotWrittenYet(_unwritten(raised_in(error)), diagnosable=False) from None
    except (Exception, SystemExit) as error:
        shown = shown or _describe_call(function, args, kwargs)
        raised = f"{shown} raised {type(error).__name__}: {one_line(error)}{where(error)}"
        id, known = explain(error)
        if id:
            fail(f"{raised}\n{known}", misconception=id, diagnosable=False)
        id, known = cause(error, LESSON_OF)
        advice = advice if about_shapes(error) else ""
        if advice and id in ("shapes_do_not_fit", "too_many_indices", "index_past_the_end"):
            known = ""  # the advice says which shapes are meant
        fail(
            raised + (known and f"\n{known}"),
            suspected=id,
            question="" if known else advice or _try_it(args),
            diagnosable=not isinstance(error, NameError),
        )
    changed = [i for i, (given, before) in arrays.items() if given.tobytes() != before]
    if changed and not _run.get().overwritten:
        _run.get().overwritten = f"argument {changed[0]} of {shown or _describe_call(function, args, kwargs)}"
    return result


@contextlib.contextmanager
def suspecting(id: str, question: str) -> Iterator[None]:
    """What fails inside is put down to `id`, and `question` asked, if nothing more is known of it."""
    try:
        yield
    except CheckFailed as failure:
        if not failure.misconception and not failure.suspected:
            failure.suspected, failure.question = id, question
        raise


def something(result: Any, what: str) -> None:
    """Fail if nothing was returned; `what` is what should have been, for the message."""
    if result is None:
        fail(
            f"{what} is None. Is there a `return` at the end? (print shows something, return hands it over.)",
            misconception="nothing_returned",
            diagnosable=False,
        )


def another_type(result: Any, what: str, expected: str, seen: str = "") -> NoReturn:
    """Fail: the result is of a type that the exercise doesn't ask for. expected: what it does; seen: what it
    is, in words."""
    fail(
        f"{what} {seen or 'is ' + _shown_with_type(result)}; expected {expected}.",
        misconception="another_type",
        diagnosable=False,
    )


def _shown_with_type(value: Any) -> str:
    """Short things with their type, 12.5, a float; of others the type alone."""
    kind = with_article(type(value).__name__)
    if isinstance(value, (bool, int, float, complex, str, np.generic, bytes)) and len(repr(value)) <= 40:
        return f"{value!r}, {kind}"
    return kind


def array(
    result: Any,
    *,
    shape: tuple[int, ...],
    dtype: DTypeLike | None = None,
    what: str = "the result",
    meaning: str = "",
    advice: str = "",
) -> np.ndarray:
    """The learner's result as a plain ndarray of this shape and dtype, or a failed check.

    shape    expected shape, a tuple of ints
    dtype    expected dtype; None accepts any real number type
    what     what it is, for the message; `meaning` says why it has this shape
    advice   what to look at if the shape is wrong and nothing else is known
    """
    something(result, what)
    if not isinstance(result, np.ndarray) and not (shape == () and np.isscalar(result)):
        expected = (
            f"a NumPy array of shape {shape}{meaning and ': ' + meaning}" if shape else "a single number"
        )
        if shape and isinstance(result, (list, tuple)):
            expected += ". np.array(...) makes one"
        if shape and isinstance(result, (int, float, np.number)):
            fail(
                f"{what} is {_shown_with_type(result)}; expected {expected}.",
                suspected="another_type",
                question=advice,
            )
        another_type(result, what, expected)
    result = np.array(result, subok=False)
    if result.dtype == object or result.dtype.kind in "cUSVmM":
        another_type(
            result, what, f"real numbers in an array of shape {shape}", seen=f"has dtype {result.dtype}"
        )
    if result.shape != shape:
        expected = f"{shape}{meaning and ': ' + meaning}" if shape else "a single number"
        fail(f"{what} has shape {result.shape}; expected {expected}.", question=advice)
    if dtype is not None and result.dtype != dtype:
        _wrong_dtype(result.dtype, np.dtype(dtype), what)
    return result


def close(
    result: Any,
    expected: Any,
    *,
    what: str = "the result",
    inputs: str = "",
    picture: Callable[[], Any] | None = None,
    dtype: DTypeLike | None = None,
    of: Any = 0.0,
) -> None:
    """Fail unless result equals expected (same shape) within the tolerance of result's dtype.

    of: what the result was added up from, e.g. the values of a mixture: where numbers cancel out, an error is
        large beside the result and small beside these
    """
    expected = np.asarray(expected, dtype=np.float64)
    scale = max(np.abs(expected[np.isfinite(expected)]).max(initial=0.0), float(np.abs(of).max())) or 1.0
    kind = np.dtype(dtype or result.dtype)
    bound = TOLERANCE.get(str(kind), 1e-10) * scale
    if (
        kind.kind == "f"
    ):  # so close to 0 that a number has few digits: as many of its steps as rounding can take
        bound = max(bound, 1000 * float(np.finfo(kind).smallest_subnormal))
    got = result.astype(np.float64)
    with np.errstate(all="ignore"):
        wrong = ~((np.abs(got - expected) <= bound) | (got == expected))
    if not wrong.any():
        return
    at = tuple(int(i) for i in np.argwhere(wrong)[0])
    place = f"{what.removeprefix('the ')}[{', '.join(map(str, at))}]" if at else what
    count = f" {wrong.sum()} of {wrong.size} values are off." if wrong.size > 1 else ""
    digits = next(n for n in (6, 9, 12, 17) if n == 17 or f"{got[at]:.{n}g}" != f"{expected[at]:.{n}g}")
    with np.errstate(all="ignore"):
        nearly = (
            COARSE if wrong.sum() > wrong.size / 2 else FINE
        )  # few numbers are off by as little as this for no other reason
        coarse = (np.abs(got - expected) <= nearly * scale).all()
    fail(
        f"{place} is {got[at]:.{digits}g}; expected "
        f"{expected[at]:.{digits}g}{inputs and f' ({inputs})'}.{count}",
        picture=picture,
        **_coarse(np.abs(got - expected).max() / scale) if coarse else {},
    )


def _coarse(error: float) -> dict[str, Any]:
    return {
        "suspected": "coarse_numbers",
        "question": (
            f"All of them are right to {-math.log10(error):.0f} digits or so. Where does your code round, "
            "add a small number, cut "
            "something off, or keep numbers in a narrower dtype than they came in?"
        ),
    }


def unchanged(before: Sequence[np.ndarray], after: Sequence[np.ndarray], names: Sequence[str]) -> None:
    """Fail if an input array was modified: before and after are sequences of arrays, names says which."""
    for old, new, name in zip(before, after, names):
        if not np.array_equal(old, new):
            _changes_input(f"its input {name}")


def _changes_input(which: str) -> NoReturn:
    fail(
        f"your code changed {which}. Whoever called it still needs those numbers: work on a new array "
        "instead of writing "
        "into this one.",
        misconception="changes_input",
    )


# -- what the messages are made of ------------------------------------------------------------------


def _expect_callable(name: str, given: Any) -> None:
    if given is None or not callable(given):
        what = "None" if given is None else with_article(type(given).__name__)
        fail(
            f"`{name}` is {what}, not something that can be called. "
            f"Was the name `{name}` used for something else further down? Run the cell that defines it "
            "again.",
            diagnosable=False,
        )


def _wrong_dtype(got: np.dtype, expected: np.dtype, what: str) -> NoReturn:
    if got == np.float64 and expected == np.float32:
        fail(
            f"{what} is float64 although the inputs are float32: every number now takes twice the bytes.\n"
            "np.zeros, np.ones and np.empty make float64 unless they are told a dtype, and in NumPy 2 a "
            "float64 array or scalar, also np.sqrt of a whole number, pulls float32 up with it.\n"
            "Which of your intermediate values is float64? Print their .dtype one after the other.",
            misconception="float64_for_float32",
        )
    if got.kind == expected.kind == "f" and got.itemsize < expected.itemsize:
        fail(
            f"{what} is {got} although the inputs are {expected}: half of each number's digits, or more, "
            f"are lost.\nWhere in your code does the dtype {got} come in?",
            misconception=f"{got}_for_{expected}",
        )
    fail(f"{what} has dtype {got}; expected {expected}, the dtype of the inputs.")


def _unwritten(name: str) -> str:
    """What to say of a stub; name: the function in which it stands."""
    if name in LESSON_OF and name not in _run.get().names:
        return (
            f"your code calls {name}, which is not written yet: it raises NotImplementedError. Do that "
            f"exercise first ({LESSON_OF[name]})."
        )
    return (
        "not written yet. Replace `raise NotImplementedError` with your code and run its "
        "cell, then this one again."
    )


def _describe_call(function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    name = getattr(function, "__name__", "the function")
    given = [_describe(a) for a in args] + [f"{k}={_describe(v)}" for k, v in kwargs.items()]
    return f"{name}({', '.join(given)})"


def _describe(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"{value.dtype} {value.shape}"
    if isinstance(value, (int, float, str, bool, type(None))):
        return repr(value)
    return getattr(value, "__name__", None) or with_article(type(value).__name__)


def with_article(noun: str) -> str:
    """The noun with its article: a list, an int."""
    return f"an {noun}" if noun[0] in "aeioAEIO" else f"a {noun}"


def _try_it(args: Sequence[Any]) -> str:
    """What to do about an exception of which no more is known."""
    if any(isinstance(a, np.ndarray) for a in args):
        return "Run that line in a cell of its own with arrays of these shapes and look at what goes in."
    if args and all(isinstance(a, (int, float)) for a in args):
        return "Run that line in a cell of its own with these numbers and look at what goes in."
    return "Make that call in a cell of its own and look at what goes in."
