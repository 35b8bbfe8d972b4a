"""Bytes by named array, memory made, calls: counted where a meter is asked, and never otherwise."""

import gc
import json
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decodelab import Meter, designs
from decodelab.meter import SourceUnavailable, Traffic
from decodelab.meter.drivers import count_series
from tests.test_meter import cell


def counted(source, *arguments, name="f", **asked):
    function = cell(source)[name]
    meter = Meter(function, **asked)
    with meter:
        function(*arguments)
    assert not meter.counts.escapes, meter.counts.escapes
    return meter.counts


# -- bytes by named array ---------------------------------------------------------------------------------


def test_of_a_decode_step_the_caches_are_read_once_whether_they_moved_or_not():
    rng = np.random.default_rng(0)
    d_k, d_v, W = 6, 5, rng.normal(size=(6, 6))
    caches = [designs.KVCache(d_k, d_v) for _ in range(3)]

    def step(X, caches):
        return [designs.decode_step(x @ W, x, x[:d_v], cache) for x, cache in zip(X, caches, strict=True)]

    meter = Meter(
        step,
        designs.KVCache,
        arrays={"weights": W, "caches": lambda: [[cache.keys, cache.values] for cache in caches]},
    )
    row = 8 * (d_k + d_v)
    for n in range(1, 70):
        X = rng.normal(size=(3, d_k))
        with meter.at(n):
            step(X, caches)
        moved = 0 if (n - 1) & (n - 2) else (n - 1) * row  # into a buffer twice as large
        if n > 2:
            assert meter.counts.arrays["caches"] == Traffic(3 * (n * row + moved), 3 * (row + moved)), n
        assert meter.counts.arrays["weights"] == Traffic(3 * W.nbytes, 0)


READS_ALL_OF_K = [
    "K @ q",
    "q @ K.T",
    "np.einsum('nd,d->n', K, q)",
    "(K * q).sum(axis=1)",
    "np.add.reduce(K, axis=0)",
    "[k @ q for k in K]",
    "[K[i] @ q for i in range(len(K))]",
    "K[:, ::2].sum() + K[:, 1::2].sum()",
    "K[::-1] @ q",
    "K[np.arange(len(K))[::-1]]",
    "K[[*range(len(K))]]",
    "K[np.ones(len(K), bool)]",
    "np.take(K, range(len(K)), axis=0)",
    "K.copy()",
    "K.astype('f4')",
    "np.concatenate([K, q[None]])",
    "np.vstack([q, K])",
    "K.max(axis=1)",
    "np.exp(K)",
    "K.reshape(-1)[:] @ np.resize(q, K.size)",
    "sum(K)",
    "K[:3].sum() + K[3:].sum()",
    "[K[i, j] for i in range(len(K)) for j in range(len(q))]",
    "K.T.copy()",
    "np.sort(K)",
    "-K",
    "np.tile(K, (3, 1))",
]


@pytest.mark.parametrize("expression", READS_ALL_OF_K)
@pytest.mark.parametrize("part", [False, True])
def test_every_way_of_reading_all_of_an_array_reads_its_bytes(expression, part):
    K = np.ones((7, 4))
    if part:  # one of several in the same memory
        K = np.ones((30, 4))[10:17]
    counts = counted(f"def f(K, q):\n    return {expression}\n", K, np.ones(4), arrays={"K": K})
    assert counts.arrays["K"] == Traffic(K.nbytes, 0)


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(st.integers(0, 9), max_size=6), whole=st.booleans())
def test_a_gather_reads_the_rows_it_takes(rows, whole):
    pool, table = np.ones((10, 4), "f4"), np.array(rows, int)
    way = "pool[table]" if whole else "[pool[i].sum() for i in table]"
    counts = counted(f"def f(pool, table):\n    return {way}\n", pool, table, arrays={"pool": pool})
    assert counts.arrays["pool"].bytes_read == 16 * len(rows)


def test_memory_that_is_freed_and_used_again_belongs_to_nobody():
    """Temporaries come where the array that was named has been, with the same id or the same address."""
    source = (
        "def f(hold):\n    hold.clear()\n"
        "    for _ in range(50):\n        a = np.ones((8, 8))\n        a.sum()\n        del a\n"
    )
    hold = [np.ones((8, 8))]
    counts = counted(source, hold, arrays={"held": lambda: list(hold)})
    assert counts.arrays["held"] == Traffic()


def test_what_is_written_to_an_array_is_told_apart_from_what_is_read():
    K = np.zeros((5, 4))
    for statement, read, written in (
        ("K[2] = 1.0", 0, 32),
        ("K[2, 1] = 1.0", 0, 8),
        ("K[[0, 1]] = 1.0", 0, 64),
        ("K += 1.0", 160, 160),
        ("np.multiply(K, 2.0, out=K)", 160, 160),
        ("np.copyto(K, 1.0)", 0, 160),
        ("K[:2] = K[2:4]", 64, 64),
        ("K.fill(1.0)", 0, 160),
    ):
        counts = counted(f"def f(K):\n    {statement}\n", K, arrays={"K": K})
        assert counts.arrays["K"] == Traffic(read, written), statement


def test_named_arrays_are_left_as_they_are():
    """An array that is followed can still be resized in place, and dies when its owner lets it go."""
    source = (
        "class C:\n    def __init__(self):\n        self.a = np.ones(4)\n"
        "    def grow(self):\n        self.a.sum()\n        self.a.resize(8)\n        return self.a.sum()\n"
        "def f(c):\n    return c.grow()\n"
    )
    names = cell(source)
    c = names["C"]()
    with Meter(names["f"], arrays={"a": lambda: c.a}, memory=True) as meter:
        names["f"](c)
    assert len(c.a) == 8 and meter.counts.arrays["a"].bytes_read == 32 + 64


def test_asking_for_the_arrays_costs_nothing():
    cache = designs.KVCache(3, 3)
    plain, asking = (
        Meter(designs.decode_step, designs.KVCache),
        Meter(designs.decode_step, designs.KVCache, arrays={"c": lambda: [cache.keys]}, memory=True),
    )
    totals = []
    for meter in (plain, asking):
        cache = designs.KVCache(3, 3)
        with meter:
            designs.decode_step(np.ones(3), np.ones(3), np.ones(3), cache)
            meter.collect()
            designs.decode_step(np.ones(3), np.ones(3), np.ones(3), cache)
        totals.append(meter.counts.total)
    assert totals[0] == totals[1]


def test_what_is_no_array_is_refused_by_name():
    with pytest.raises(TypeError, match="'weights'.*Block"):
        Meter(designs.decode_step, arrays={"weights": type("Block", (), {})()})


# -- memory made --------------------------------------------------------------------------------------------

MAKES = {
    "a product": "K @ q",
    "elementwise": "np.exp(K) + 1.0",
    "a copy": "K.copy()",
    "a view": "K[1:].T",
    "an array of ones": "np.ones((n, 64), 'f4')",
    "memory that nobody wrote to": "np.empty((n, 64), 'f4')",
    "a broadcast view": "np.broadcast_to(q, (n, 64)).sum()",
    "a product of int8, converted inside": "K8 @ q",
    "dot of int8, converted inside": "np.dot(K8, q)",
    "einsum of int8, not converted": "np.einsum('nd,d->n', K8, q)",
    "the same along a path": "np.einsum('nd,d->n', K8, q, optimize=True)",
    "inner of int8": "np.inner(K8, q)",
    "tensordot of int8": "np.tensordot(K8, q, 1)",
    "vecdot of int8": "np.vecdot(K8, q)",
    "int8 converted in blocks": "np.concatenate([K8[i : i + 256] @ q for i in range(0, n, 256)])",
    "int8 converted in blocks, all kept": "[K8[i : i + 256].astype('f4') for i in range(0, n, 256)]",
    "an array of another dtype": "K8.astype('f8').sum()",
    "a mask": "K[K > 0].sum()",
    "a gather": "K[np.arange(n)].sum()",
    "what is freed at once": "[np.ones((n, 64), 'f4').sum() for _ in range(5)]",
    "what is kept": "[np.ones((n, 64), 'f4') for _ in range(3)]",
    "a standard deviation": "K.std(axis=1)",
    "a weighted average": "np.average(K, axis=1, weights=q)",
    "a median": "np.median(K, axis=1)",
    "a norm along an axis": "np.linalg.norm(K, axis=1)",
    "sorted": "np.sort(K)",
    "by out=": "np.multiply(K, 2, out=K)",
    "stacked": "np.stack([K, K])",
    "where": "np.where(K > 0, K, 0)",
    "a scalar times an array": "2.0 * K",
    "outer": "np.outer(K[:, 0], q)",
}


@pytest.mark.slow
@pytest.mark.parametrize("way", MAKES)
def test_memory_is_what_tracemalloc_sees(way):
    """NumPy reports what it allocates to tracemalloc: another witness, with Python's own objects in it."""
    n = 2048
    rng = np.random.default_rng(0)
    K8 = rng.integers(-127, 128, size=(n, 64)).astype(np.int8)
    K, q = K8.astype("f4"), rng.normal(size=64).astype("f4")
    source = f"def f(K, K8, q, n):\n    return {MAKES[way]}\n"
    function = cell(source)["f"]
    function(K, K8, q, n)
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        function(K, K8, q, n)
        witness = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    counts = counted(source, K, K8, q, n, memory=True)
    assert abs(counts.peak_bytes - witness) < 80_000, (counts.peak_bytes, witness)  # a copy of K: 524,288
    assert counts.largest_array <= counts.peak_bytes


def test_memory_is_exact_and_starts_anew_with_every_count():
    lines = "a = np.ones(n)", "b = a + 1", "del a", "c = np.ones(2 * n)", "return c @ np.ones(2 * n)"
    function = cell("def f(n):\n    " + "\n    ".join(lines) + "\n")["f"]
    meter = Meter(function, memory=True)
    for n in (10, 100, 50):
        with meter.at(n):
            function(n)
        assert meter.counts.largest_array == 16 * n
        assert meter.counts.peak_bytes == 8 * n + 2 * 16 * n


def test_a_scratch_buffer_from_before_is_not_made_again():
    names = cell("scratch = np.empty((4, 4))\ndef f(A):\n    return np.matmul(A, A, out=scratch)\n")
    with Meter(names["f"], memory=True) as meter:
        names["f"](np.ones((4, 4)))
    assert (meter.counts.largest_array, meter.counts.peak_bytes) == (0, 0)


# -- calls --------------------------------------------------------------------------------------------------


def test_calls_of_a_function_a_method_and_a_callable_are_counted():
    source = """
        class Model:
            def read_out(self, x):
                return x if x < 3 else self.read_out(x - 1)
            def __call__(self):
                return 1
        double = lambda x: 2 * x
        def items():
            yield 1
            yield 2
        def f(model):
            [model() for _ in range(4)]
            list(map(double, [1, 2]))
            sum(items())
            return model.read_out(5) + Model().read_out(0)
    """
    names = cell(source)
    model = names["Model"]()
    asked = {
        "model": model.read_out,
        "whole": model,
        "double": names["double"],
        "items": names["items"],
        "f": names["f"],
    }
    meter = Meter(names["f"], calls=asked)
    for times in (1, 2):
        with meter.at(times):
            for _ in range(times):
                names["f"](model)
        assert meter.counts.calls == {n: times * c for n, c in zip(asked, (5, 4, 2, 1, 1), strict=True)}


def test_calls_that_cannot_be_counted_are_refused_by_name():
    function = cell("def f():\n    return 1\n")["f"]
    with pytest.raises(TypeError, match="'exp'"):
        Meter(function, calls={"exp": np.exp})
    with pytest.raises(SourceUnavailable, match="'dumps'"), Meter(function, calls={"dumps": json.dumps}):
        pass
    with Meter(function):  # the one that failed is off again
        pass


# -- readout and series --------------------------------------------------------------------------------------


def test_the_readout_shows_what_was_asked_for_and_nothing_else():
    function = cell("def f(K, q):\n    return K @ q\n")["f"]
    K, q = np.ones((100, 3)), np.ones(3)
    meter = Meter(function, arrays={"keys": lambda: K}, memory=True, calls={"f": function})
    with meter.at(1):
        function(K, q)
    lines = {line[:30].strip(): line[30:].split() for line in str(meter).splitlines()}
    assert lines["read from keys"] == ["2", "400"]
    assert lines["largest array made"] == ["800"]
    assert lines["arrays made, most at once"] == ["800"]
    assert lines["calls of f"] == ["1"]
    assert "read from keys" in meter._repr_html_()
    plain = Meter(function)
    with plain:
        function(K, q)
    assert not any(word in str(plain) for word in ("read from", "largest", "calls of"))


def test_a_series_says_at_every_length_what_was_asked_for():
    function = cell("def f(K, q):\n    return K @ q\n")["f"]
    arrays = {n: (np.ones((n, 3)), np.ones(3)) for n in (1, 5, 9)}
    now = []

    def run(n):
        return function(*arrays[n])

    def keys():
        now.append(1)
        return [K for K, _ in arrays.values()]

    series = count_series(
        (function,), [1, 5, 9], run, arrays={"keys": keys}, memory=True, calls={"f": function}
    )
    assert series["arrays"] == {"keys": [[24 * n, 0] for n in (1, 5, 9)]}
    assert series["largest_array"] == series["peak_bytes"] == [8, 40, 72]
    assert series["calls"] == {"f": [1, 1, 1]}
    assert now, "functions are asked"
    assert "arrays" not in count_series((function,), [1, 5, 9], run)


def test_counts_add_up_and_keep_the_larger_memory():
    function = cell("def f(K):\n    return K + 1\n")["f"]
    K = np.ones(10)
    meter = Meter(function, arrays={"K": lambda: K}, memory=True, calls={"f": function})
    for K in (np.ones(10), np.ones(30), np.ones(20)):
        with meter.at(1):
            function(K)
    counts = meter.by_length[1]
    assert counts.arrays["K"].bytes_read == 480 and counts.calls == {"f": 3}
    assert counts.largest_array == counts.peak_bytes == 240
    assert json.loads(json.dumps(counts.as_json()))["arrays"] == {
        "K": {"bytes_read": 480, "bytes_written": 0}
    }


def test_an_array_whose_method_was_called_is_freed_as_without_the_meter():
    source = (
        "def f(q):\n    for _ in range(50):\n        (q + 1).max(axis=0)\n"
        "        (q + 1).sum(keepdims=True)\n"
    )
    counts = counted(source, np.ones(100), memory=True)
    assert counts.peak_bytes < 5 * 800
