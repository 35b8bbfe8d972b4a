"""Runs a learner's rounding, and attention over rounded rows, where warnings and bytes can be seen; gives
back plain data.

Drivers like those of decodelab.rehearsal. An exception of the learner's code passes through.
"""

import warnings

import numpy as np

from decodelab.footprint import memory_since
from decodelab.meter.drivers import count_series
from decodelab.rehearsal import plain


def warned(quantize, seed, n=5, d=4):
    """What NumPy and Python warn of while rows with zeros among them are rounded: {"warnings": [text, …]}."""
    rows = np.random.default_rng([seed, n]).normal(size=(n, d)).astype(np.float32)
    rows[1::2] = 0
    with (
        warnings.catch_warnings(record=True) as told,
        np.errstate(divide="warn", over="warn", invalid="warn"),
    ):
        warnings.simplefilter("always")
        quantize(rows)
    return {"warnings": [str(warning.message) for warning in told]}


def held(quantize, n, d, seed=0):
    """What the result for rows (n, d) in float32 keeps alive: {"held": bytes}, the least of three looks:
    other threads of a notebook's kernel keep a little, too."""
    rows = np.random.default_rng([seed, n]).normal(size=(n, d)).astype(np.float32)
    quantize(rows[:1])
    found = []
    for collect in (False, False, True):
        with memory_since(collect) as bytes_held:
            kept = quantize(rows)
            found.append(bytes_held())
        del kept
    return {"held": min(found)}


def int8_inputs(n, d_k, d_v, seed, loudness=1.0):
    """(q (d_k,), K8 (n, d_k), k_scales (n, 1), V8 (n, d_v), v_scales (n, 1)): rows of very different scales,
    rounded."""
    rng = np.random.default_rng([seed, n])
    q = rng.normal(size=d_k).astype(np.float32)
    made = [loudness * q if loudness != 1.0 else q]
    for d in (d_k, d_v):
        numbers = rng.integers(-127, 128, size=(n, d)).astype(np.int8)
        made += [numbers, (np.exp(rng.normal(size=(n, 1)) / 2) / 127).astype(np.float32)]
    return [np.asarray(a, dtype=a.dtype if a.dtype == np.int8 else np.float32) for a in made]


def count_int8(attend_int8, n, d_k, d_v, seed, budget=8_000_000):
    """One query over n rounded rows, counted with the memory that it takes: {"calls": series, "output": plain
    data or None}."""
    given, kept = int8_inputs(n, d_k, d_v, seed), []

    def run(_):
        kept.append(attend_int8(*given))
        return kept[-1]

    calls = count_series((attend_int8,), [n], run, budget=budget, memory=True)
    return {"calls": calls, "output": plain(kept[-1]) if kept else None}
