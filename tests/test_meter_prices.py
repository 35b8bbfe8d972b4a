"""The price list: whole, the same by position and by keyword, and right where one can count by hand."""

import inspect
import itertools
import types

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decodelab import Meter
from decodelab.meter import calls
from decodelab.meter.numpy_prices import ASSUMED, NUMPY, REFUSED
from decodelab.meter.operator_prices import DUNDERS
from decodelab.meter.python_prices import CALLBACKS
from tests.test_meter import cell

# -- nothing is left out --------------------------------------------------------------------------------


def _public(module):
    return {
        name: getattr(module, name)
        for name in dir(module)
        if not name.startswith("_") and callable(getattr(module, name))
    }


FUNCTIONS = {
    f"{module.__name__}.{name}": function
    for module in (np, np.linalg, np.fft)
    for name, function in _public(module).items()
    if not (isinstance(function, type) and issubclass(function, (np.generic, BaseException)))
}
METHODS = {
    name
    for name in dir(np.ndarray)
    if callable(getattr(np.ndarray, name)) and (name.startswith("__") or not name.startswith("_"))
}


def test_every_public_callable_of_numpy_is_priced_assumed_or_refused():
    missing = [
        name
        for name, function in FUNCTIONS.items()
        if not (isinstance(function, np.ufunc) and function.signature is None)  # the generic rule of ufuncs
        and calls.numpy_name(function) not in NUMPY
    ]
    assert len(FUNCTIONS) > 400 and not missing, "enter these in numpy_prices.py or product_prices.py"


def test_every_method_of_an_array_is_priced_assumed_or_refused():
    known = {*NUMPY, *DUNDERS, *calls._ITEM_METHODS, *calls._OF_ANY_OBJECT, "resize"}
    assert len(METHODS) > 130 and not METHODS - known, "enter these in numpy_prices.py"


def test_no_price_stands_for_a_function_that_numpy_does_not_have():
    there = {name.rpartition(".")[2] for name in FUNCTIONS} | METHODS | set(dir(np.ndarray))
    for module in (np.lib.stride_tricks, np.lib.array_utils, np.ma, np.ma.MaskedArray, np.matrix, np.random):
        there |= set(dir(module))
    of_c_or_other_versions = {
        "c_einsum",
        "normalize_axis_index",
        "normalize_axis_tuple",
        "__array_interface__",
    }
    of_c_or_other_versions |= {"__enter__", "__exit__", "__buffer__", "__release_buffer__", "row_stack"}
    assert set(NUMPY) - there <= of_c_or_other_versions


def test_a_name_alone_is_not_enough_to_be_priced():
    names = cell(
        "def shape(A):\n    return A @ A\nshape.__module__ = 'numpy'\ndef f(A):\n    return shape(A)\n"
    )
    with Meter(names["f"]) as meter:
        names["f"](np.eye(3))
    assert meter.counts.total.multiply_adds == 27


# -- by position and by keyword ----------------------------------------------------------------------------

A, v, M = (
    np.arange(1.0, 13).reshape(3, 4),
    np.arange(1.0, 5),
    np.arange(1.0, 10).reshape(3, 3) + 3 * np.eye(3),
)
ints, flags, names = np.array([0, 2, 1]), A > 5, ["a", "b"]
CANDIDATES = [
    (A,), (v,), (M,), ([A, A],), (ints,), (A, A), (v, v), (M, v[:3]), (A, v), (v, A), (M, M), (A, 1), (A, 0), (v, 2),
    (3,), (3, 4), ((3, 4),), ((3, 4), 1.0), (v, v, v), (A, v, 1), (v, v, 1), (flags, A, A), (flags, A), (A, flags),
    (A, flags, 0.0), (A, ints), (A, 1, 0), (A, 0, 1), (A, [1], 0), (A, ints, 0), (A, (4, 3)), (A, (2, 3, 4)),
    ((2, 4), (3, 4)), (A, 2, v), (ints, (3, 4)), ((ints, ints), (3, 4)), (ints, [A, A, A]), ([flags], [A]), (0.0, 1.0),
    (A, [0, 1]), (A, "float32"), (A, np.float32), (lambda i, j: i + j, (3, 4)), (len, 0, A), (lambda x: x, 1, A),
    (lambda a, i: a.sum(i, keepdims=True), A, [0]), (v, [v > 2], [1.0]), ("ij->ji", A), (3, np.triu), (v, v, v, 0.0),
    ((1, 2), (2, 1)), (np.float64, "f"), (np.add, v), ("d", "f"), (A, 4, 3), (A, 0, v), ("f8",), (b"12345678",),
    ("1 2 3", float, -1, " "), ("1 2 3", float, 3, " "), (["2020-01-01"], ["2020-01-02"]), (["2020-01-01"], 1),
    (["2020-01-01"],), (np.array(["2020-01-01"], "M8[D]"),), (np.array([1, 2], np.uint8),), (M, 3), (M[None], M[None]),
    (names,), (A.copy(), A), (np.array([3, 1, 2]), v[:3]), (A, 1, -1), (A[..., None], (0, 1), (1, 0)), (v, None, 3),
    (np.ones((2, 2, 2)), 2), ("d",), (np.dtype("f8"), "real floating"), (A, np.zeros((3, 1), int), 1),
    (A, np.zeros((3, 1), int), 0.0, 1), ([A, A.T],), (np.eye(4).reshape(2, 2, 2, 2),), (3, np.tril),
]  # fmt: skip
"""Arguments among which nearly every function finds some that it takes."""
LEFT_OUT = {
    "test", "save", "savez", "savez_compressed", "savetxt", "load", "loadtxt", "genfromtxt", "fromfile", "fromregex",
    "info", "show_config", "show_runtime", "seterr", "seterrcall", "setbufsize", "set_printoptions", "printoptions",
    "errstate", "shares_memory", "fromstring", "from_dlpack", "frompyfunc", "vectorize", "poly1d", "memmap", "bmat", "nested_iters",
    "unique_all", "unique_counts", "unique_inverse", "unique_values",
}  # fmt: skip
"""Files, settings, what makes functions, and what takes its argument by position only, whatever its signature
says."""


def _counted(function, args, kwargs):
    call = cell("def f(function, args, kwargs):\n    return function(*args, **kwargs)\n")["f"]
    fresh = [x.copy() if isinstance(x, np.ndarray) else x for x in args]
    named = {key: x.copy() if isinstance(x, np.ndarray) else x for key, x in kwargs.items()}
    with Meter(call) as meter:
        call(function, fresh, named)
    return meter.counts


def _fitting(function):
    """(args by position, the same by keyword as far as the function takes them so) that it can be called
    with."""
    parameters = list(inspect.signature(function).parameters.values())
    for args in CANDIDATES:
        if (
            any(isinstance(x, (types.FunctionType, type(np.triu))) for x in args)
            and function not in CALLBACKS
        ):
            continue
        fresh = [x.copy() if isinstance(x, np.ndarray) else x for x in args]
        try:
            function(*fresh)
        except Exception:  # other arguments, then
            continue
        taken = parameters[: len(args)]
        named = {
            p.name: x
            for p, x in zip(taken, args, strict=False)
            if p.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
        }
        first = [x for p, x in zip(taken, args, strict=False) if p.kind is inspect.Parameter.POSITIONAL_ONLY]
        if len(first) + len(named) == len(args):
            yield args, first, named


def _can_be_named(name, function):
    return (
        name.rpartition(".")[2] not in LEFT_OUT
        and not isinstance(function, (np.ufunc, type))
        and any(
            p.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
            for p in inspect.signature(function).parameters.values()
        )
    )


def _signature_known(function):
    try:
        return bool(inspect.signature(function))
    except ValueError:
        return False


NAMED = [n for n, f in FUNCTIONS.items() if _signature_known(f) and _can_be_named(n, f)]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", NAMED)
def test_a_function_costs_the_same_by_position_and_by_keyword(name):
    function, tried = FUNCTIONS[name], 0
    for args, first, named in itertools.islice(_fitting(function), 4):
        by_position, by_keyword = _counted(function, args, {}), _counted(function, first, named)
        assert not by_position.escapes and not by_keyword.escapes, (
            args,
            named,
            by_position.escapes,
            by_keyword.escapes,
        )
        assert by_position.total - by_keyword.total == type(by_position.total)(), (
            args,
            by_position,
            by_keyword,
        )
        tried += 1
    assert tried, f"none of CANDIDATES fits {name}{inspect.signature(function)}: add arguments that do"


# -- against counting by hand --------------------------------------------------------------------------------


class Number:
    """A number whose multiplications are counted, one by one, in arrays of objects."""

    multiplied = 0

    def __init__(self, value=1.0):
        self.value = value

    def __mul__(self, other):
        Number.multiplied += 1
        return Number(self.value)

    __rmul__ = __mul__

    def __add__(self, other):
        return self

    __radd__ = __sub__ = __rsub__ = __add__

    def conjugate(self):
        return self

    def __truediv__(self, other):
        return self


def multiplications_by_hand(function, shapes):
    """How many multiplications numpy does with arrays of these shapes, by doing them with Numbers."""
    operands = []
    for dims in shapes:
        operand = np.empty(dims, object)
        for i in np.ndindex(*dims):
            operand[i] = Number()
        operands.append(operand)
    Number.multiplied = 0
    function(*operands)
    return Number.multiplied


def multiplications_counted(source, shapes):
    operands = [np.ones(dims) for dims in shapes]
    names = ", ".join("abc"[: len(shapes)])
    function = cell(f"def f({names}):\n    return {source}\n")["f"]
    with Meter(function) as meter:
        function(*operands)
    assert not meter.counts.escapes, meter.counts.escapes
    total = meter.counts.total
    return total.multiply_adds + total.multiplications


n, m, k = st.integers(1, 6), st.integers(1, 6), st.integers(1, 6)
CASES = {
    "np.dot(a, b)": lambda n, m, k: [(n, m), (m, k)],
    "np.dot(b=b, a=a)": lambda n, m, k: [(n, k, m), (2, m, k)],
    "a.dot(b)": lambda n, m, k: [(m,), (m, k)],
    "a @ b": lambda n, m, k: [(k, n, m), (m, n)],
    "b.__rmatmul__(a)": lambda n, m, k: [(n, m), (m, k)],
    "a.__matmul__(b)": lambda n, m, k: [(n, m), (m,)],
    "np.matmul(a, b)": lambda n, m, k: [(k, 1, n, m), (3, m, 2)],
    "np.matmul(a, b, axes=[(0, 1), (0, 1), (0, 1)])": lambda n, m, k: [(n, m), (m, k)],
    "np.inner(a, b)": lambda n, m, k: [(n, m), (k, m)],
    "np.vdot(a, b)": lambda n, m, k: [(n, m), (n, m)],
    "np.vecdot(a, b)": lambda n, m, k: [(n, m), (k, 1, m)],
    "np.vecdot(a, b, axis=0)": lambda n, m, k: [(m, n), (m, n)],
    "np.matvec(a, b)": lambda n, m, k: [(k, n, m), (m,)],
    "np.vecmat(a, b)": lambda n, m, k: [(k, n), (n, m)],
    "np.tensordot(a, b, 1)": lambda n, m, k: [(n, m), (m, k)],
    "np.tensordot(a, b, axes=([0, 1], [1, 0]))": lambda n, m, k: [(n, m, 2), (m, n, k)],
    "np.tensordot(a, b, ((1,), (1,)))": lambda n, m, k: [(n, m), (k, m)],
    "np.tensordot(a, b, axes=0)": lambda n, m, k: [(n, m), (k,)],
    "np.outer(a, b)": lambda n, m, k: [(n,), (m,)],
    "np.multiply.outer(a, b)": lambda n, m, k: [(n, k), (m,)],
    "np.kron(a, b)": lambda n, m, k: [(n, k), (m, 2)],
    "np.einsum('ij,jk->ik', a, b)": lambda n, m, k: [(n, m), (m, k)],
    "np.einsum('ij,ij->i', a, b)": lambda n, m, k: [(n, m), (n, m)],
    "np.einsum('ij,jk,k->i', a, b, c)": lambda n, m, k: [(n, m), (m, k), (k,)],
    "np.einsum('i,j->ij', a, b)": lambda n, m, k: [(n,), (m,)],
    "np.linalg.matmul(a, b)": lambda n, m, k: [(n, m), (m, k)],
    "np.linalg.outer(a, b)": lambda n, m, k: [(n,), (m,)],
    "np.linalg.matrix_power(a, 1)": lambda n, m, k: [(n, n)],
    "np.linalg.matrix_power(a, 2)": lambda n, m, k: [(n, n)],
    "np.linalg.matrix_power(a, 3)": lambda n, m, k: [(n, n)],
    "np.linalg.matrix_power(a, 13)": lambda n, m, k: [(n, n)],
    "np.linalg.multi_dot([a, b])": lambda n, m, k: [(n, m), (m, k)],
    "(a * b).sum(axis=1)": lambda n, m, k: [(n, m), (m,)],
    "(a * b).mean()": lambda n, m, k: [(n, m), (m,)],
    "np.prod(a)": lambda n, m, k: [(n + 1, m)],
    "np.multiply.reduce(a, axis=None)": lambda n, m, k: [(n + 1, m)],
    "np.square(a)": lambda n, m, k: [(n, m)],
    "np.cross(a, b)": lambda n, m, k: [(n, 3), (n, 3)],
    "np.polymul(a, b)": lambda n, m, k: [(n,), (m,)],
    "np.polyval(a, b)": lambda n, m, k: [(n,), (m,)],
    "np.ma.dot(a, b)": lambda n, m, k: [(n, m), (m, k)],
    "np.asmatrix(a) * np.asmatrix(b)": lambda n, m, k: [(n, m), (m, k)],
    "np.asmatrix(a) * 2.0": lambda n, m, k: [(n, m)],
    "2.0 * np.asmatrix(a)": lambda n, m, k: [(n, m)],
    "np.asmatrix(a) ** 5": lambda n, m, k: [(n, n)],
    "np.multiply(np.asmatrix(a), np.asmatrix(b))": lambda n, m, k: [(n, m), (n, m)],
    "np.linalg.vecdot(a, b)": lambda n, m, k: [(n, m), (n, m)],
    **{
        f"np.{name}(a, b{mode})": lambda n, m, k: [(n,), (m,)]
        for name in ("correlate", "convolve")
        for mode in ("", ", 'valid'", ", mode='same'", ", 'full'")
    },
    "np.convolve(v=b, a=a)": lambda n, m, k: [(n,), (m,)],
}
EXTRA = {"np.prod(a)": -1, "np.multiply.reduce(a, axis=None)": -1}
"""Our rule starts an accumulator at one."""


@pytest.mark.parametrize("source", list(CASES))
@settings(max_examples=12, deadline=None)
@given(n=n, m=m, k=k)
def test_a_product_costs_the_multiplications_that_numpy_does(source, n, m, k):
    shapes = CASES[source](n, m, k)
    variables = "abc"[: len(shapes)]
    function = eval(f"lambda {', '.join(variables)}: {source}", {"np": np})
    by_hand = multiplications_by_hand(function, shapes)
    assert multiplications_counted(source, shapes) + EXTRA.get(source, 0) == by_hand


# -- many ways to spell one score ----------------------------------------------------------------------------

SCORES = [
    "np.array([np.correlate(k, q)[0] for k in K])",
    "np.array([np.correlate(a=k, v=q)[0] for k in K])",
    "np.array([np.convolve(k, q[::-1], 'valid')[0] for k in K])",
    "np.asarray(np.asmatrix(K) * np.asmatrix(q).T)[:, 0]",
    "np.asarray(np.asmatrix(q) * np.asmatrix(K).T)[0]",
    "q.__rmatmul__(K)",
    "K.__matmul__(q)",
    "np.ndarray.__matmul__(K, q)",
    "np.dot(b=q, a=K)",
    "np.matmul.__call__(K, q)",
    "operator.matmul(K, q)",
    "operator.methodcaller('dot', q)(K)",
    "functools.partial(np.dot, b=q)(K)",
    "np.array([list(itertools.accumulate(map(operator.mul, k, q.tolist())))[-1] for k in K.tolist()])",
    "np.array([functools.reduce(operator.add, map(operator.mul, k, q.tolist())) for k in K.tolist()])",
    "np.array([functools.reduce(lambda s, p: s + p[0] * p[1], zip(k, q), 0.0) for k in K])",
    "np.array([math.fsum(map(operator.mul, k, q)) for k in K])",
    "np.array([sum(itertools.starmap(operator.mul, zip(k.tolist(), q.tolist()))) for k in K])",
    "np.array([float.__add__(0.0, sum(x.__mul__(y) for x, y in zip(k.tolist(), q.tolist()))) for k in K])",
    "np.bincount(np.repeat(np.arange(len(K)), len(q)), weights=(K * q).ravel())",
    "np.bincount(np.repeat(np.arange(len(K)), len(q)), (K * q).ravel(), len(K))",
    "np.cumsum(K * q, axis=1)[:, -1]",
    "np.add.accumulate(K * q, axis=1)[:, -1]",
    "np.add.reduceat((K * q).ravel(), np.arange(0, K.size, len(q)))",
    "np.nansum(K * q, axis=1)",
    "np.nansum(a=K * q, axis=1)",
    "np.sum(a=K * q, axis=-1)",
    "np.mean(K * q, axis=1) * len(q)",
    "np.einsum('nd,d->n', K, q, optimize=True)",
    "np.array(list(pool.map(np.dot, K, [q] * len(K))))",
    "np.array([f.result() for f in [pool.submit(np.dot, k, q) for k in K]])",
    "np.array(list(pool.map(sum, [[a * b for a, b in zip(k.tolist(), q.tolist())] for k in K])))",
    "np.apply_along_axis(q.dot, 1, K)",
    "np.apply_along_axis(np.dot, 1, K, q)",
    "np.vectorize(np.dot, signature='(d),(d)->()')(K, q)",
    "dots(K, q)",
    "np.fromiter(map(q.dot, K), float)",
    "np.fromiter((k @ q for k in K), dtype=float, count=len(K))",
    "np.ma.dot(K, q)",
    "np.ma.masked_invalid(K).dot(q)",
    "np.linalg.multi_dot([K, q])",
    "np.stack([np.vdot(k, q) for k in K])",
    "np.array([np.inner(k, q) for k in K])",
    "made_by_exec(K, q)",
    "operator.call(np.dot, K, q)",
    "(lambda *a: np.dot(*a))(*(K, q))",
    "np.add.reduce(K * q, 1)",
    "scattered(K, q)",
    "np.array([sum(x * y for x, y in zip(memoryview(k), memoryview(q))) for k in K])",
    "np.array([sum(x * y for x, y in zip(array.array('d', k.tolist()), q.tolist())) for k in K])",
    "np.array([sum(Fraction(x) * Fraction(y) for x, y in zip(k, q)) for k in K.tolist()], float)",
    "np.array([float(sum(Decimal(x) * Decimal(y) for x, y in zip(k, q))) for k in K.tolist()])",
    "np.array([sum((x * y for x, y in zip(k.tolist(), q.tolist())), start=0.0) for k in K])",
]
if hasattr(itertools, "batched"):
    SCORES.append("np.array([math.sumprod(k, q) for k in K.tolist()])")
BEFORE = """
import array, functools, itertools, math, operator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
pool = ThreadPoolExecutor(2)
dots = np.vectorize(np.dot, signature='(d),(d)->()')
source = '''
def made_by_exec(K, q):
    return K @ q
'''
exec(source)
def scattered(K, q):
    out = np.zeros(len(K))
    np.add.at(out, np.repeat(np.arange(len(K)), len(q)), (K * q).ravel())
    return out
"""


@pytest.mark.parametrize("way", SCORES)
def test_a_score_costs_its_products_however_it_is_spelled(way):
    K, q = np.arange(1.0, 21).reshape(5, 4), np.array([0.5, 1.5, -2.0, 3.0])
    function = cell(f"{BEFORE}\ndef f(K, q):\n    return {way}\n")["f"]
    with Meter(function) as meter:
        result = function(K, q)
    assert np.allclose(np.asarray(result, float), K @ q)
    assert not meter.counts.escapes, meter.counts.escapes
    total, first = (
        meter.counts.total,
        len(K),
    )  # of accumulate and reduce the first product is added to nothing
    assert total.multiply_adds >= 20 - first
    assert 20 <= total.multiply_adds + total.multiplications <= 20 + 5


def test_what_is_assumed_or_refused_says_so():
    for name in ASSUMED:
        assert NUMPY[name].__name__ == "linear"
    for name, reason in REFUSED.items():
        assert NUMPY[name].__name__ == "refused" and len(reason) > 20
    function = cell("def f(path, A):\n    np.save(path, A)\n    return np.histogram2d(A[0], A[1])\n")["f"]
    import tempfile

    with tempfile.TemporaryFile() as file, Meter(function) as meter:
        function(file, np.arange(2000.0).reshape(2, -1))
    assert ["files" in escape.reason for escape in meter.counts.escapes] == [True]
    assert any("histogram2d" in name for name in meter.counts.assumed)
