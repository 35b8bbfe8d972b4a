"""Runs a learner's rounding, and attention over rounded rows, where warnings and bytes can be seen; gives back plain data.

Drivers like those of decodelab.rehearsal. An exception of the learner's code passes through.
"""

import warnings

import numpy as np

from decodelab.footprint import memory_since


def warned(quantize, seed, n=5, d=4):
    """What NumPy and Python warn of while rows with zeros among them are rounded: {"warnings": [text, …]}."""
    rows = np.random.default_rng([seed, n]).normal(size=(n, d)).astype(np.float32)
    rows[1::2] = 0
    with warnings.catch_warnings(record=True) as told, np.errstate(all="warn"):
        warnings.simplefilter("always")
        quantize(rows)
    return {"warnings": [str(warning.message) for warning in told]}


def held(quantize, n, d, seed=0):
    """What the result for rows (n, d) in float32 keeps alive: {"held": bytes}."""
    rows = np.random.default_rng([seed, n]).normal(size=(n, d)).astype(np.float32)
    quantize(rows[:1])
    with memory_since() as bytes_held:
        kept = quantize(rows)
        told = {"held": bytes_held()}
    del kept
    return told
