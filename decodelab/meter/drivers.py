"""Run a learner's functions at many lengths under the meter; give back plain data.

A driver takes the learner's objects and plain numbers, and returns dicts, lists, strings and numbers
only. So it can run beside the learner's code, in a sandbox, while the verdict is reached elsewhere
from what it returns. Inputs follow from the seed (`tokens`): who judges makes them again.

A series is a dict:
  lengths   [n, …], ascending
  usual     [[place, multiply_adds, multiplications, other_flops, bytes_read, bytes_written,
            bytes_copied, python_steps], …]: what each place costs at most lengths; an index into places
  counts    for each length the places that cost something else there, written in the same way
  places    [{"file", "line", "source", "statement", "library": whether it is Python's or the course's own
            code, "product": whether it is @, dot, einsum or the like}, …]
  outputs   {"n": result as nested lists} at a few lengths
  escapes   [{"file", "line", "source", "reason"}, …]; assumed: [name, …]
  complete  False if the work budget ended it early; "unfinished" then says what the last, cut-off step had
            cost
Where the driver was asked for them, for each length (see Meter):
  arrays    {name: [[bytes read from it, bytes written to it], …]}
  largest_array, peak_bytes   [bytes, …]
  calls     {name: [times, …]}
An exception of the learner's code passes through.
"""

import os
import sys
from collections import Counter
from dataclasses import asdict

import numpy as np

from decodelab.meter.ledger import BudgetSpent
from decodelab.meter.meter import Meter
from decodelab.meter.whose import is_library_file

STEPS = 600
"""Steps of a count: past the usual capacities of 256 and 512, and no round number of doublings."""
BUDGET = 1_000_000
"""Work of one series: a second or less."""
_OURS = os.path.dirname(os.path.dirname(__file__)) + os.sep
KEPT = (1, 2, 3, 5, 8, 13, 24, 37, 64, 100, 150, 257, 400, 513, 600)
"""Lengths at which a result is kept."""


def tokens(seed, stream, n, d_k, d_v, dtype="float64"):
    """The inputs of a count: Q, K (n, d_k) and V (n, d_v), standard normal, the same for the same numbers."""
    rng = np.random.default_rng([seed, stream])
    return [rng.normal(size=(n, d)).astype(dtype) for d in (d_k, d_k, d_v)]


def count_series(objects, lengths, run, budget=BUDGET, arrays=None, memory=False, calls=None):
    """Count run(n) for each of `lengths`, in this order, with one Meter on `objects`.

    run(n) -> result, made of the learner's code. arrays, memory, calls: as for Meter. Returns a series.
    """
    meter = Meter(*objects, budget=budget, arrays=arrays, memory=memory, calls=calls)
    asked = _asked(arrays, memory, calls)
    counted, places, rows, outputs = [], {}, [], {}
    complete, unfinished, assumed, escapes, products = True, None, set(), (), set()
    with meter:
        for n in lengths:
            try:
                result = run(n)
            except BudgetSpent:
                complete = False
            counts = meter.collect()
            row = [
                [places.setdefault(place, len(places)), *cost.numbers()]
                for place, cost in counts.places.items()
            ]
            assumed |= counts.assumed
            products.update(counts.shapes)
            escapes = counts.escapes
            if not complete:
                unfinished = {"n": n, "row": row}
                break
            counted.append(n)
            rows.append(row)
            _note_asked(asked, counts)
            if n in KEPT or len(lengths) < len(KEPT):
                outputs[str(n)] = np.asarray(result, dtype=float).tolist()
    usual, rows = _without_repetition(rows, len(places))
    return {
        "lengths": counted,
        "usual": usual,
        "counts": rows,
        "places": [_place(place, place in products) for place in places],
        "outputs": outputs,
        "escapes": [asdict(escape) for escape in escapes],
        "assumed": sorted(assumed),
        "complete": complete,
        "unfinished": unfinished,
        **asked,
    }


def _asked(arrays, memory, calls):
    """What a series says more where it is asked for; empty for no length yet."""
    asked = {}
    if arrays is not None:
        asked["arrays"] = {name: [] for name in arrays}
    if memory:
        asked["largest_array"], asked["peak_bytes"] = [], []
    if calls is not None:
        asked["calls"] = {name: [] for name in calls}
    return asked


def _note_asked(asked, counts):
    for name, series in asked.get("arrays", {}).items():
        series.append([counts.arrays[name].bytes_read, counts.arrays[name].bytes_written])
    if "largest_array" in asked:
        asked["largest_array"].append(counts.largest_array)
        asked["peak_bytes"].append(counts.peak_bytes)
    for name, series in asked.get("calls", {}).items():
        series.append(counts.calls[name])


def count_decode_steps(
    decode_step, KVCache, n_steps=STEPS, d_k=12, d_v=8, seed=0, dtype="float64", budget=BUDGET
):
    """Every step 1 … n_steps of one sequence, fewer if the budget ends; and the first steps of a second,
    other one.

    Returns {"steps": series, "again": series, "d_k", "d_v", "seed", "dtype"}.
    """
    streams = []
    for stream, n in ((0, n_steps), (1, min(n_steps, 48))):
        Q, K, V = tokens(seed, stream, n, d_k, d_v, dtype)
        cache = KVCache(d_k, d_v)
        streams.append(
            count_series(
                (decode_step, KVCache),
                range(1, n + 1),
                lambda i: decode_step(Q[i - 1].copy(), K[i - 1].copy(), V[i - 1].copy(), cache),
                budget,
            )
        )
    return {
        "steps": streams[0],
        "again": streams[1],
        "n_steps": [n_steps, min(n_steps, 48)],
        "d_k": d_k,
        "d_v": d_v,
        "seed": seed,
        "dtype": dtype,
    }


def count_prefill(prefill, KVCache, n_chunks=64, chunk=4, d_k=12, d_v=8, seed=0, dtype="float64"):
    """Chunks on top of a growing cache, and whole prompts of several lengths on an empty one.

    Returns {"chunks": series over the length after each chunk, "prompts": series over the prompt's length,
    …}.
    """
    Q, K, V = tokens(seed, 0, n_chunks * chunk, d_k, d_v, dtype)
    cache = KVCache(d_k, d_v)

    def next_chunk(n):
        rows = slice(n - chunk, n)
        return prefill(Q[rows].copy(), K[rows].copy(), V[rows].copy(), cache)

    def prompt(n):
        return prefill(Q[:n].copy(), K[:n].copy(), V[:n].copy(), KVCache(d_k, d_v))

    return {
        "chunks": count_series((prefill, KVCache), range(chunk, n_chunks * chunk + 1, chunk), next_chunk),
        "prompts": count_series(
            (prefill, KVCache), [n for n in (6, 12, 24, 48, 96, 192) if n <= len(Q)], prompt
        ),
        "chunk": chunk,
        "n_tokens": len(Q),
        "d_k": d_k,
        "d_v": d_v,
        "seed": seed,
        "dtype": dtype,
    }


def count_attend_incrementally(
    attend_incrementally,
    decode_step,
    KVCache,
    lengths=(6, 12, 24, 48, 96, 192),
    d_k=12,
    d_v=8,
    seed=0,
    dtype="float64",
):
    """Whole sequences of several lengths, token by token. Returns {"sequences": series, …}."""
    Q, K, V = tokens(seed, 0, max(lengths), d_k, d_v, dtype)
    series = count_series(
        (attend_incrementally, decode_step, KVCache),
        list(lengths),
        lambda n: attend_incrementally(Q[:n].copy(), K[:n].copy(), V[:n].copy()),
    )
    return {"sequences": series, "n_tokens": len(Q), "d_k": d_k, "d_v": d_v, "seed": seed, "dtype": dtype}


def count_steps_taken(attend_incrementally, decode_step, n=4, d_k=12, d_v=8, seed=0):
    """How often one call for n tokens runs decode_step: {"steps": a number, or None if decode_step is no
    plain function}."""
    code, steps = getattr(decode_step, "__code__", None), 0
    if code is None:
        return {"steps": None}

    def notice(frame, event, argument):
        nonlocal steps
        steps += event == "call" and frame.f_code is code

    before = sys.getprofile()
    sys.setprofile(notice)
    try:
        attend_incrementally(*tokens(seed, 0, n, d_k, d_v))
    finally:
        sys.setprofile(before)
    return {"steps": steps}


def count_calls(function, shapes, seed=0, dtype="float64"):
    """One call at each length. shapes: {n: [shape of each argument]}. Returns {"calls": series, …}.

    The arguments at length n are `arguments(seed, n, shapes[n], dtype)`.
    """
    shapes = {int(n): given for n, given in shapes.items()}
    inputs = {n: arguments(seed, n, given, dtype) for n, given in shapes.items()}
    return {
        "calls": count_series((function,), sorted(shapes), lambda n: function(*inputs[n])),
        "shapes": {str(n): given for n, given in shapes.items()},
        "seed": seed,
        "dtype": dtype,
    }


def arguments(seed, n, shapes, dtype="float64"):
    """The random arguments of count_calls at length n."""
    rng = np.random.default_rng([seed, n])
    return [rng.normal(size=tuple(shape)).astype(dtype) for shape in shapes]


def count_cache_steps(Cache, parameters, n_steps, d_k, d_v, seed=0, dtype="float64"):
    """Append a token and read keys and values, n_steps times. Cache(*parameters), e.g.
    SlidingWindowCache(window, d_k, d_v).

    Returns {"steps": series, …}; the outputs are [keys, values] side by side, (len, d_k + d_v).
    """
    _, K, V = tokens(seed, 0, n_steps, d_k, d_v, dtype)
    cache = Cache(*parameters)

    def step(n):
        cache.append(K[n - 1].copy(), V[n - 1].copy())
        return np.hstack([cache.keys, cache.values])

    return {
        "steps": count_series((Cache,), range(1, n_steps + 1), step),
        "parameters": list(parameters),
        "d_k": d_k,
        "d_v": d_v,
        "seed": seed,
        "dtype": dtype,
    }


def _without_repetition(rows, n_places):
    """Most places cost the same at nearly every length: said once, a count is a few hundred kB smaller."""
    nothing = [0] * 7
    full = [{place: numbers for place, *numbers in row} for row in rows]
    usual = [
        Counter(tuple(costs.get(place, nothing)) for costs in full).most_common(1)[0][0]
        if full
        else tuple(nothing)
        for place in range(n_places)
    ]
    different = [
        [
            [place, *costs.get(place, nothing)]
            for place in range(n_places)
            if tuple(costs.get(place, nothing)) != usual[place]
        ]
        for costs in full
    ]
    return [[place, *numbers] for place, numbers in enumerate(usual)], different


def _place(place, product):
    return {
        "file": place.file,
        "line": place.line,
        "source": place.source[:200],
        "statement": place.statement[:200],
        "library": is_library_file(place.file) or place.file.startswith(_OURS),
        "product": product,
    }
