"""The meter counts exactly, and learner code cannot tell that it is there."""

import contextlib
import io
import linecache
import sys
import textwrap
import traceback
import types
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decodelab import Meter, designs
from decodelab.meter import BudgetSpent, Cost, SourceUnavailable
from tests import meter_subjects

_cells = iter(range(10_000))


def cell(source, namespace=None):
    """Run source as a notebook does: its text in linecache under a name of its own. Returns the namespace."""
    filename = f"<cell {next(_cells)}>"
    source = textwrap.dedent(source)
    linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
    module = types.ModuleType("lesson")
    vars(module).update(namespace or {}, np=np)
    exec(compile(source, filename, "exec"), vars(module))
    return vars(module)


def count(source, *arguments, name="f"):
    """Total cost of one call of the function `name` of a cell."""
    function = cell(source)[name]
    with Meter(function) as meter:
        function(*arguments)
    assert not meter.counts.escapes, meter.counts.escapes
    return meter.counts.total


# -- exact counts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("d_k, d_v, dtype", [(64, 64, np.float64), (5, 3, np.float32), (1, 7, np.float64)])
def test_the_reference_step_costs_its_closed_form_at_every_length(d_k, d_v, dtype):
    rng = np.random.default_rng(0)
    cache = designs.KVCache(d_k, d_v)
    meter = Meter(designs.decode_step, designs.KVCache)
    for n in range(1, 40):
        q, k, v = (rng.normal(size=d).astype(dtype) for d in (d_k, d_k, d_v))
        with meter.at(n):
            designs.decode_step(q, k, v, cache)
        total = meter.by_length[n].total
        assert total.multiply_adds == n * (d_k + d_v)
        if n > 1:  # the first step casts the empty buffers as well
            assert (
                total.other_flops == 5 * n + d_k + 1
            )  # max, subtract, exp, sum, divide; scale the query; one square root
        if (n - 1) & (n - 2):  # no buffer moves
            b = np.dtype(dtype).itemsize
            appended = 2 * b * (d_k + d_v)  # read once, written once
            products = b * (n * (d_k + d_v) + d_k + d_v)  # keys, values and query read, output written
            scaled = 2 * b * d_k  # the query: read once, written once
            softmax = b * n * 10  # scores, shifted, exp, weights: 4 times written, 6 times read
            assert total.bytes_moved == appended + products + scaled + softmax


def test_fields_of_a_structured_array_are_views():
    """Reading one moves nothing, writing one moves its bytes alone: a cache may keep its tokens as
    records."""
    made = "a = np.zeros(n, [('k', float, (3,)), ('v', float, (2,))])"
    assert count(f"def f(n):\n {made}\n a['k']\n a[['k', 'v']]\n a['k'][1:]", 10) == count(
        f"def f(n):\n {made}", 10
    ) + Cost(python_steps=4)
    written = count(f"def f(n):\n {made}\n a['k'] = 1.0", 10) - count(f"def f(n):\n {made}", 10)
    assert written.bytes_written == written.bytes_copied == 10 * 3 * 8
    record = count(f"def f(n):\n {made}\n a[0] = a[1]", 10) - count(f"def f(n):\n {made}", 10)
    assert record.bytes_written == 5 * 8


@pytest.mark.parametrize(
    "expression, macs",
    [
        ("A @ B", 3 * 4 * 5),
        ("A.dot(B)", 3 * 4 * 5),
        ("np.matmul(A, B)", 3 * 4 * 5),
        ("np.dot(A, B)", 3 * 4 * 5),
        ("np.einsum('ij,jk->ik', A, B)", 3 * 4 * 5),
        ("np.einsum('ij,jk', A, B)", 3 * 4 * 5),
        ("np.einsum(A, [0, 1], B, [1, 2], [0, 2])", 3 * 4 * 5),
        ("np.tensordot(A, B, axes=1)", 3 * 4 * 5),
        ("np.tensordot(A, B, axes=([1], [0]))", 3 * 4 * 5),
        ("np.inner(A, B.T)", 3 * 4 * 5),
        ("(A[:, :, None] * B[None]).sum(axis=1)", 3 * 4 * 5),
        ("np.sum(np.multiply(A[:, :, None], B), axis=1)", 3 * 4 * 5),
        ("sum(np.outer(A[:, j], B[j]) for j in range(4))", 3 * 4 * 5),
        ("np.vdot(A, A)", 12),
        ("np.linalg.norm(A)", 12),
        ("[[sum(A[i, j] * B[j, k] for j in range(4)) for k in range(5)] for i in range(3)]", 3 * 4 * 5),
        (
            "[[sum([float(a) * float(b) for a, b in zip(A[i], B[:, k])]) for k in "
            "range(5)] for i in range(3)]",
            3 * 4 * 5,
        ),
        ("np.einsum('bij,bjk->bik', A[None], B[None])", 3 * 4 * 5),
        ("np.einsum('...j,jk', A, B)", 3 * 4 * 5),
        ("np.average(A, axis=0, weights=np.ones(3))", 12),
        ("np.convolve(A[0], B[0])", 20),
        ("np.square(A).sum()", 12),
        ("(A ** 2).sum()", 12),
        ("np.linalg.multi_dot([A, B, B.T])", 3 * 4 * 5 + 3 * 5 * 4),
        ("np.vecdot(A, A)", 12),
        ("np.add.reduce(A * 2.0, axis=None)", 12),
        ("np.dot(np.float64(2), A)", 0),
        ("A * 2.0", 0),
        ("A + A", 0),
        ("A.sum()", 0),
        ("np.exp(A)", 0),
    ],
)
def test_a_product_costs_the_same_however_it_is_written(expression, macs):
    total = count(f"def f(A, B):\n    return {expression}\n", np.ones((3, 4)), np.ones((4, 5)))
    assert total.multiply_adds == macs


@pytest.mark.parametrize(
    "expression, flops",
    [
        ("A + A", 12),
        ("A / 2", 12),
        ("np.exp(A)", 12),
        ("A.max()", 12),
        ("A > 0", 12),
        ("A.sum(axis=0)", 12),
        ("-A", 12),
        ("A.mean()", 13),
        ("np.where(A > 0, A, 0)", 24),
        ("A.T", 0),
        ("A[1:]", 0),
        ("A.reshape(4, 3)", 0),
        ("A.copy()", 0),
        ("np.sort(A[:, 0])", 3 * 2),
        ("1.5 + 2.5 * A[0, 0]", 0),
        ("len(A) * 3 + 1", 0),
        ("float(A[0, 0]) < 1.0", 1),
        ("np.add.accumulate(A)", 12),
        ("np.multiply.outer(A, A)", 144),
        ("np.argmax(A)", 12),
        ("max(A[0].tolist())", 4),
    ],
)
def test_other_operations_count_one_an_element(expression, flops):
    assert count(f"def f(A):\n    return {expression}\n", np.ones((3, 4))).other_flops == flops


@pytest.mark.parametrize(
    "expression, copied",
    [
        ("A[1:]", 0),
        ("A[[0, 2]]", 64),
        ("A[A > 2]", 0),
        ("A.copy()", 96),
        ("np.concatenate([A, A])", 192),
        ("A.T.copy()", 96),
        ("np.vstack([A, A[0]])", 128),
        ("np.append(A, A)", 192),
        ("A.astype(np.float32)", 48),
        ("A.astype(float, copy=False)", 0),
        ("np.asarray(A)", 0),
        ("np.array(A)", 96),
        ("A.ravel()", 0),
        ("A.flatten()", 96),
        ("A.T.ravel()", 96),
        ("np.repeat(A, 2)", 192),
        ("L[:]", 24),
        ("L + L", 48),
        ("L.insert(0, 1)", 32),
        ("L.pop(0)", 16),
        ("L.append(1)", 8),
        ("[*L, 1]", 32),
        ("list(L)", 24),
        ("np.broadcast_to(A, (9, 3, 4))", 0),
        ("np.r_[A, A]", 192),
        ("np.tile(A, (2, 1))", 192),
    ],
)
def test_a_view_is_free_and_a_copy_moves_its_bytes(expression, copied):
    assert (
        count(f"def f(A, L):\n    return {expression}\n", np.ones((3, 4)), [1, 2, 3]).bytes_copied == copied
    )


@pytest.mark.parametrize(
    "statement, written",
    [
        ("A[1] = 0", 32),
        ("A[:, 2] = 5", 24),
        ("A[0, 0] = 1", 8),
        ("A[[0, 2]] = 1", 64),
        ("A[A > 0] = 2", 96),
        ("A[...] = A + 1", 192),
        ("A += 1", 96),
        ("A[1:] += 1", 64),
        ("A[0] *= 2.0", 32),
        ("np.multiply(A, 2, out=A)", 96),
        ("A.fill(3)", 96),
        ("L[0] = 5", 8),
        ("np.copyto(A, 0)", 96),
        ("A[0], A[1] = A[1], A[0].copy()", 96),
        ("L += [4]", 8),
    ],
)
def test_assignments_write_what_they_change(statement, written):
    source = f"def f(A, L):\n    {statement}\n"
    function = cell(source)["f"]
    with Meter(function) as meter:
        function(np.ones((3, 4)), [1, 2, 3])
    mask = 12 if "A > 0" in statement else 0
    assert meter.counts.total.bytes_written - mask == written


sizes = st.integers(1, 7)


@settings(max_examples=40, deadline=None)
@given(n=sizes, d=sizes, data=st.data())
def test_equivalent_formulations_of_a_score_count_the_same(n, d, data):
    K, q = np.ones((n, d)), np.arange(1.0, d + 1)
    ways = [
        "K @ q",
        "q @ K.T",
        "np.einsum('nd,d->n', K, q)",
        "(K * q).sum(axis=1)",
        "np.inner(q, K)",
        "np.array([k @ q for k in K])",
        "np.array([sum(a * b for a, b in zip(k, q)) for k in K.tolist()])",
        "np.add.reduce(np.multiply(K, q), axis=-1)",
        "np.tensordot(K, q, 1)",
        "np.vecdot(K, q)",
        "sum(K[:, j] * q[j] for j in range(len(q)))",
        "np.array([dot(k, q.tolist()) for k in K.tolist()])",
    ]
    way = data.draw(st.sampled_from(ways))
    helper = (
        "def dot(a, b):\n    s = 0.0\n    for i in range(len(a)):\n        s += a[i] * b[i]\n    return s\n"
    )
    function = cell(f"{helper}\ndef f(K, q):\n    return {way}\n")["f"]
    with Meter(function) as meter:
        result = function(K, q)
    assert np.allclose(result, K @ q)
    assert meter.counts.total.multiply_adds == n * d
    assert meter.counts.total.other_flops == 0


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["id,jd->ij", "nd,d->n", "n,nv->v", "bhd,bhd->bh", "ij,jk,kl->il", "ii->i", "ij->j"]
            ),
            sizes,
        ),
        min_size=1,
        max_size=3,
    )
)
def test_einsum_counts_every_combination_of_indices_once(cases):
    for subscripts, base in cases:
        inputs = subscripts.partition("->")[0].split(",")
        extent = {c: base + i for i, c in enumerate(sorted(set("".join(inputs))))}
        operands = [np.ones([extent[c] for c in term]) for term in inputs]
        total = count("def f(s, *x):\n    return np.einsum(s, *x)\n", subscripts, *operands)
        space = int(np.prod([extent[c] for c in set("".join(inputs))]))
        summed = set("".join(inputs)) != set(subscripts.partition("->")[2])
        assert total.multiply_adds == (space if len(inputs) > 1 and summed else 0)
        assert total.flops == space * (2 * (len(inputs) - 1) if len(inputs) > 1 else int(summed)) - (
            space * (len(inputs) - 2) if len(inputs) > 1 else 0
        )


def test_optimised_einsum_counts_the_path_numpy_takes():
    A, B, C = np.ones((3, 4)), np.ones((4, 5)), np.ones((5, 2))
    total = count("def f(A, B, C):\n    return np.einsum('ij,jk,kl->il', A, B, C, optimize=True)\n", A, B, C)
    assert total.multiply_adds == min(3 * 4 * 5 + 3 * 5 * 2, 4 * 5 * 2 + 3 * 4 * 2)


def test_sorting_counts_m_times_the_rounded_up_logarithm():
    for m in (1, 2, 3, 7, 8, 9, 100):
        for call in ("np.sort(x)", "sorted(x)", "x.sort()", "np.argsort(x)"):
            assert (
                count(f"def f(x):\n    return {call}\n", np.arange(float(m))[::-1].copy()).other_flops
                == m * (m - 1).bit_length()
            )


# -- where code hides -----------------------------------------------------------------------------------

HIDING_PLACES = {
    "helper": "def g(A):\n    return A @ A\ndef f(A):\n    return g(A)\n",
    "nested": "def f(A):\n    def g():\n        return A @ A\n    return g()\n",
    "lambda": "g = lambda A: A @ A\ndef f(A):\n    return g(A)\n",
    "default argument": "def f(A, g=lambda A: A @ A):\n    return g(A)\n",
    "closure": (
        "def make():\n    def g(A):\n        return A @ A\n    def f(A):\n        return g(A)\n"
        "    return f\nf = make()\n"
    ),
    "decorator": (
        "import functools\ndef d(g):\n    @functools.wraps(g)\n    def w(A):\n        return g(A)\n"
        "    return w\n@d\ndef f(A):\n    return A @ A\n"
    ),
    "property": (
        "class C:\n    def __init__(self, A): self.A = A\n    @property\n"
        "    def g(self): return self.A @ self.A\ndef f(A):\n    return C(A).g\n"
    ),
    "cached property": (
        "import functools\nclass C:\n    def __init__(self, A): self.A = A\n    @functools.cached_property\n"
        "    def g(self): return self.A @ self.A\ndef f(A):\n    return C(A).g\n"
    ),
    "static method": (
        "class C:\n    @staticmethod\n    def g(A): return A @ A\ndef f(A):\n    return C.g(A)\n"
    ),
    "class method": (
        "class C:\n    @classmethod\n    def g(cls, A): return A @ A\ndef f(A):\n    return C.g(A)\n"
    ),
    "super": (
        "class B:\n    def g(self, A): return A @ A\nclass C(B):\n    def g(self, A): return super().g(A)\n"
        "def f(A):\n    return C().g(A)\n"
    ),
    "operator method": (
        "class C:\n    def __init__(self, A): self.A = A\n    def __add__(self, o): return self.A @ o\n"
        "def f(A):\n    return C(A) + A\n"
    ),
    "matrix product method": (
        "class C:\n    def __init__(self, A): self.A = A\n    def __matmul__(self, o): return self.A @ o\n"
        "def f(A):\n    return C(A) @ A\n"
    ),
    "reflected method": (
        "class C:\n    __array_ufunc__ = None\n    def __init__(self, A): self.A = A\n"
        "    def __rmatmul__(self, o): return o @ self.A\ndef f(A):\n    return A @ C(A)\n"
    ),
    "len": (
        "class C:\n    def __init__(self, A): self.A = A\n"
        "    def __len__(self): return (self.A @ self.A).shape[0]\ndef f(A):\n    return len(C(A))\n"
    ),
    "index": (
        "class C:\n    def __init__(self, A): self.A = A\n"
        "    def __getitem__(self, i): return self.A @ self.A\ndef f(A):\n    return C(A)[0]\n"
    ),
    "sort key": "def f(A):\n    return sorted([1], key=lambda i: (A @ A).sum())\n",
    "map": "def f(A):\n    return list(map(lambda B: B @ B, [A]))\n",
    "map of a C function": "import operator\ndef f(A):\n    return list(map(operator.matmul, [A], [A]))\n",
    "partial": "import functools\ndef f(A):\n    return functools.partial(np.matmul, A)(A)\n",
    "vectorize": "def f(A):\n    return np.vectorize(lambda i: (A @ A)[0, 0], otypes=[float])([0])\n",
    "generator": "def g(A):\n    yield A @ A\ndef f(A):\n    return next(g(A))\n",
    "comprehension": "def f(A):\n    return [B @ B for B in [A]]\n",
    "exec": "def f(A):\n    names = {'A': A}\n    exec('B = A @ A', names)\n",
    "eval": "def f(A):\n    return eval('A @ A')\n",
    "augmented": "def f(A):\n    A = A.copy()\n    A @= A\n    return A\n",
    "dispatch table": "table = {'g': lambda A: A @ A}\ndef f(A):\n    return table['g'](A)\n",
    "instance in a global": (
        "class C:\n    @property\n    def g(self): return self.A @ self.A\nc = C()\ndef f(A):\n    c.A = A\n"
        "    return c.g\n"
    ),
    "dataclass": (
        "from dataclasses import dataclass\n@dataclass\nclass C:\n    A: object\n"
        "    def g(self): return self.A @ self.A\ndef f(A):\n    return C(A).g()\n"
    ),
    "reduce": "import functools\ndef f(A):\n    return functools.reduce(np.matmul, [A, A])\n",
    "method of an array": "def f(A):\n    return A.__matmul__(A)\n",
    "unbound method": "def f(A):\n    return np.ndarray.dot(A, A)\n",
    "conditional expression": "def f(A):\n    return A @ A if len(A) else None\n",
    "match": "def f(A):\n    match A.shape:\n        case (a, b) if (A @ A).any():\n            return a\n",
    "finally": "def f(A):\n    try:\n        return 1\n    finally:\n        A @ A\n",
    "context manager": (
        "import contextlib\n@contextlib.contextmanager\ndef g(A):\n    yield A @ A\ndef f(A):\n"
        "    with g(A):\n        pass\n"
    ),
    "lru_cache": (
        "import functools\n@functools.lru_cache\ndef g(n):\n    return (np.ones((3, 3)) @ np.ones((3, 3)))\n"
        "def f(A):\n    return g(1)\n"
    ),
    "array protocol": (
        "class C:\n    def __init__(self, A): self.A = A\n"
        "    def __array__(self, dtype=None, copy=None): return self.A\ndef f(A):\n"
        "    return np.matmul(C(A), A)\n"
    ),
    "function made by exec": "source = '''\ndef f(A):\n    return A @ A\n'''\nexec(source)\n",
    "function made by exec of a literal": (
        "names = {}\nexec('def g(A): return A @ A', names)\ndef f(A):\n    return names['g'](A)\n"
    ),
    "function made by exec, dedented": (
        "import textwrap\nexec(textwrap.dedent('    def f(A):\\n        return A @ A\\n'))\n"
    ),
    "lambda made by eval": "f = eval('lambda A: A @ A')\n",
    "class made by exec": (
        "exec('class C:\\n    def g(self, A): return A @ A')\ndef f(A):\n    return C().g(A)\n"
    ),
    "exec by another name": "run = exec\ndef f(A):\n    run('A @ A', {'A': A})\n",
    "eval by another name, in its own names": "run = eval\ndef f(A):\n    return run('A @ A')\n",
    "eval in a partial": (
        "import functools\ndef f(A):\n    return functools.partial(eval, 'A @ A')({'A': A})\n"
    ),
    "exec of bytes": "def f(A):\n    exec(b'A @ A')\n",
    "operator.call": "import operator\ndef f(A):\n    return operator.call(np.matmul, A, A)\n",
    "methodcaller": "import operator\ndef f(A):\n    return operator.methodcaller('dot', A)(A)\n",
    "a ufunc's own call": "def f(A):\n    return np.matmul.__call__(A, A)\n",
    "a type's own call": "def f(A):\n    return type(np.matmul).__call__(np.matmul, A, A)\n",
    "thread of a built-in": (
        "import threading\ndef f(A):\n    t = threading.Thread(target=np.matmul, args=(A, A))\n"
        "    t.start()\n    t.join()\n"
    ),
    "pool of a built-in": (
        "from concurrent.futures import ThreadPoolExecutor\ndef f(A):\n"
        "    with ThreadPoolExecutor(1) as pool:\n        return pool.submit(np.matmul, A, A).result()\n"
    ),
    "context": "import contextvars\ndef f(A):\n    return contextvars.copy_context().run(np.matmul, A, A)\n",
    "sentinel": (
        "def f(A):\n    class C:\n        def __eq__(self, other): return True\n"
        "    return list(iter(lambda: A @ A, C()))\n"
    ),
    "sort key in C": "def f(A):\n    return [None].sort(key=lambda _: (A @ A).sum())\n",
    "vectorized before": (
        "product = np.vectorize(np.matmul, signature='(n,m),(m,k)->(n,k)')\ndef f(A):\n"
        "    return product(A, A)\n"
    ),
    "frompyfunc": "def f(A):\n    return np.frompyfunc(lambda i: (A @ A)[0, 0], 1, 1)(0)\n",
    "bound by types": "import types\ndef f(A):\n    return types.MethodType(np.matmul, A)(A)\n",
    "single dispatch": (
        "import functools\n@functools.singledispatch\ndef g(A):\n    return A @ A\ndef f(A):\n"
        "    return g(A)\n"
    ),
    "matrix": "def f(A):\n    return np.asmatrix(A) * np.asmatrix(A)\n",
    "reflected explicitly": "def f(A):\n    return A.__rmatmul__(A)\n",
    "a function that calls itself numpy's": (
        "def shape(A):\n    return A @ A\nshape.__module__ = 'numpy'\ndef f(A):\n    return shape(A)\n"
    ),
    "thread": (
        "from concurrent.futures import ThreadPoolExecutor\ndef f(A):\n"
        "    with ThreadPoolExecutor(1) as pool:\n        return list(pool.map(lambda B: B @ B, [A]))\n"
    ),
    "class body": "def f(A):\n    class C:\n        B = A @ A\n    return C\n",
    "metaclass": (
        "class M(type):\n    def __call__(cls, A):\n        A @ A\n        return super().__call__()\n"
        "class C(metaclass=M):\n    pass\ndef f(A):\n    return C(A)\n"
    ),
}


@pytest.mark.parametrize("place", HIDING_PLACES)
def test_a_product_is_counted_wherever_it_stands(place):
    assert count(HIDING_PLACES[place], np.ones((3, 3))).multiply_adds == 27


def test_a_text_that_somebody_keeps_under_the_name_of_all_strings_hides_no_function(monkeypatch):
    monkeypatch.setitem(linecache.cache, "<string>", (1, None, ["x\n"] * 4, "<string>"))
    assert count(HIDING_PLACES["function made by exec"], np.ones((3, 3))).multiply_adds == 27


@pytest.mark.parametrize(
    "source, reason",
    [
        ("import ctypes\nf = lambda: ctypes.CDLL(None)\n", "ctypes"),
        ("import os\ndef f():\n    return os.system('true')\n", "system"),
        ("import subprocess\ndef f():\n    return subprocess.run(['true'])\n", "another process"),
        ("def f():\n    exec(compile('1 + 1', 'x', 'exec'))\n", "code object"),
        (
            "names = {}\nexec('def g(): ' + 'return 1', names)\ng = names['g']\ndef f():\n    return g()\n",
            "source",
        ),
    ],
)
def test_work_that_cannot_be_counted_is_named_with_its_line(source, reason):
    function = cell(source)["f"]
    with Meter(function) as meter:
        function()
    assert reason in meter.counts.escapes[0].reason
    assert "ESCAPED" in str(meter)


# -- transparency ---------------------------------------------------------------------------------------


def _behaviour(subject):
    """Everything a probe lets one see: result, printing, warnings with their places, errors with their
    lines."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), warnings.catch_warnings():
        warnings.simplefilter("always")
        try:
            result = repr(subject())
        except Exception as error:
            frames = [
                (f.filename, f.lineno)
                for f in traceback.extract_tb(error.__traceback__)
                if "meter_subjects" in f.filename
            ]
            result = type(error).__name__, str(error), frames[:1], type(error.__cause__).__name__
    return result, out.getvalue()


@pytest.mark.parametrize("subject", meter_subjects.ALL, ids=lambda f: f.__name__)
def test_code_behaves_as_without_the_meter(subject):
    if sys.gettrace() and subject is meter_subjects.probe_resize:
        pytest.skip("whatever measures coverage holds the array, too, and NumPy does not resize it")
    before = _behaviour(subject)
    with Meter(subject):
        during = _behaviour(subject)
    assert during == before
    assert _behaviour(subject) == before


def test_an_error_shows_no_frame_of_the_meter():
    function = cell("def f(A):\n    return g(A)\n\ndef g(A):\n    return np.exp(A @ A)\n")["f"]
    with pytest.raises(ValueError) as caught, Meter(function):
        function(np.ones((2, 3)))
    frames = traceback.extract_tb(caught.value.__traceback__)
    assert [f.name for f in frames[1:]] == ["f", "g"]


def test_functions_are_what_they_were_once_the_meter_is_off():
    namespace = cell(
        "class C:\n    def g(self):\n        return 1 + len('a')\n\ndef f():\n    return C().g()\n"
    )
    codes = namespace["f"].__code__, namespace["C"].g.__code__
    with pytest.raises(ZeroDivisionError), Meter(namespace["f"]):
        namespace["f"]()
        assert namespace["C"].g.__code__ is not codes[1]
        raise ZeroDivisionError
    assert (namespace["f"].__code__, namespace["C"].g.__code__) == codes


def test_a_function_made_while_counting_still_works_afterwards():
    make = cell("def make(a):\n    return lambda b: a @ b\n")["make"]
    with Meter(make):
        product = make(np.eye(2))
    assert np.array_equal(product(np.ones(2)), np.ones(2))


def test_only_one_meter_counts_at_a_time():
    with Meter(designs.decode_step), pytest.raises(RuntimeError, match="only one"):
        with Meter(designs.decode_step):
            pass
    with Meter(designs.decode_step):
        pass


def test_a_function_without_source_is_refused_by_name():
    names = {}
    exec("def lonely(): return 1", names)
    with pytest.raises(SourceUnavailable, match="lonely"):
        Meter(names["lonely"])


def test_a_cell_that_was_edited_since_it_ran_is_refused():
    namespace = cell("def f():\n    return 1\n")
    filename = namespace["f"].__code__.co_filename
    linecache.cache[filename] = (1, None, ["def f():\n", "    return 2\n"], filename)
    with pytest.raises(SourceUnavailable, match="again"):
        Meter(namespace["f"])


def test_a_budget_ends_endless_work_past_the_learners_except():
    function = cell(
        "def f():\n    while True:\n        try:\n            1 + 1\n        except Exception:\n"
        "            pass\n"
    )["f"]
    with pytest.raises(BudgetSpent), Meter(function, budget=10_000):
        function()


def test_a_budget_ends_in_the_learners_own_thread_and_shows_nothing_of_another(capsys):
    source = """
        import threading
        def f(A):
            for _ in range(1000):
                thread = threading.Thread(target=np.matmul, args=(A, A))
                thread.start()
                thread.join()
    """
    function = cell(source)["f"]
    with pytest.raises(BudgetSpent), Meter(function, budget=20_000):
        function(np.ones((30, 30)))
    assert capsys.readouterr().err == ""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_budget_ends_an_endless_thread():
    source = """
        import threading
        def endless():
            while True:
                pass
        def f():
            thread = threading.Thread(target=endless)
            thread.start()
            thread.join()
            for _ in range(1):
                pass
    """
    function = cell(source)["f"]
    with pytest.raises(BudgetSpent), Meter(function, budget=10_000):
        function()


def test_a_meter_needs_something_to_count():
    with pytest.raises(TypeError, match="decode_step"):
        Meter()
    with pytest.raises(TypeError, match="3"):
        Meter(3)


# -- notebooks --------------------------------------------------------------------------------------------


def test_cells_of_ipython_are_counted_across_cells():
    interactive = pytest.importorskip("IPython.core.interactiveshell")
    shell = interactive.InteractiveShell()
    for source in (
        "import numpy as np\nfrom decodelab import Meter",
        "def double(x):\n    return 2.0 * x",
        "class Cache:\n    @property\n    def twice(self):\n        return double(np.ones(5))",
        "def step():\n    return Cache().twice @ Cache().twice",
        "meter = Meter(step, Cache)\nwith meter:\n    step()",
    ):
        shell.run_cell(source).raise_error()
    total = shell.user_ns["meter"].counts.total
    assert (total.multiply_adds, total.multiplications) == (5, 10)


# -- readout ------------------------------------------------------------------------------------------------


def _counted_steps(lengths):
    rng = np.random.default_rng(0)
    cache = designs.KVCache(6, 4)
    meter = Meter(designs.decode_step, designs.KVCache)
    for n in range(1, max(lengths) + 1):
        with meter.at(n) if n in lengths else contextlib.nullcontext():
            designs.decode_step(*(rng.normal(size=d) for d in (6, 6, 4)), cache)
    return meter


def test_the_readout_names_both_products_with_shapes_and_one_more_token_exactly():
    lines = str(_counted_steps(range(1, 50))).splitlines()
    assert "decode_step at n = 49" in lines[0]
    assert "scores = cache.keys @ scaled" in lines[1] and " 294 " in lines[1] and "(49, 6) · (6,)" in lines[1]
    assert "weights @ cache.values" in lines[2] and " 196 " in lines[2] and "(49,) · (49, 4)" in lines[2]
    extra = next(line for line in lines if line.startswith("per extra token"))
    assert " 10 " in extra and "exact, n = 1 … 49" in extra


def test_lengths_far_apart_give_the_same_exact_difference():
    extra = next(
        line for line in str(_counted_steps([16, 64, 256])).splitlines() if line.startswith("per extra token")
    )
    assert " 10 " in extra and "exact" in extra


def test_the_html_readout_says_the_same_and_escapes_code():
    function = cell("def f(A):\n    return A @ A if 1 < 2 else None\n")["f"]
    with Meter(function) as meter:
        function(np.eye(2))
    page = meter._repr_html_()
    assert "<code>return A @ A if 1 &lt; 2 else None</code>" in page and ">8<" in page


def test_a_function_outside_the_price_list_is_named():
    function = cell("def f(A):\n    return np.spacing(A), np.kaiser(1000, 2.0), np.histogram2d(A, A)\n")["f"]
    with Meter(function) as meter:
        function(np.arange(1000.0))
    assert any("histogram2d" in name for name in meter.counts.assumed)
    assert "not on the price list" in str(meter)


# -- counts as data -----------------------------------------------------------------------------------------

costs = st.builds(Cost, *[st.integers(0, 10**12)] * 7)


@settings(deadline=None)
@given(costs, costs)
def test_costs_add_and_subtract_field_by_field(a, b):
    assert (a + b) - b == a
    assert (a + b).flops == a.flops + b.flops
    assert bool(a) == (a != Cost())


def test_counts_of_two_runs_subtract_to_what_changed_and_are_plain_data():
    import json

    meter = _counted_steps([30, 31])
    difference = meter.by_length[31] - meter.by_length[30]
    assert difference.total.multiply_adds == 10
    data = json.loads(json.dumps(meter.by_length[31].as_json()))
    assert data["total"]["multiply_adds"] == 310
    assert sum(line["multiply_adds"] for line in data["lines"]) == 310
