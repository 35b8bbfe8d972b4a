"""Measures the steps behind lesson 04's three claims and writes decodelab/claims.csv.

    OPENBLAS_NUM_THREADS=1 .venv/bin/python benchmarks/measure_claims.py

One head, d_model = d_k = d_v = 64, float32. Multiply-adds are those the meter counts in one call; times are
the fastest of the rounds, all designs and lengths taking turns in one run on one BLAS thread.
"""

import csv
import os
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np

from decodelab import Meter, designs
from decodelab.clock import time_steps

ROOT = Path(__file__).resolve().parents[1]
D = 64
LENGTHS = [64, 128, 256, 512, 1024, 2048, 4096]
ROUNDS = 41


class WholeBuffer:
    """Keys and values in arrays of a fixed size, all of which a step reads."""

    def __init__(self, size, d_k, d_v):
        self.keys, self.values = np.zeros((size, d_k), np.float32), np.zeros((size, d_v), np.float32)
        self.length = 0

    def append(self, k, v):
        self.keys[self.length], self.values[self.length] = k, v
        self.length += 1


def whole_buffer_step(q, k, v, buffer):
    """Scores against every slot, empty ones too; these are masked away afterwards."""
    buffer.append(k, v)
    scores = buffer.keys @ q / np.sqrt(len(q)).astype(q.dtype)
    scores = np.where(np.arange(len(buffer.keys)) < buffer.length, scores, -np.inf)
    weights = np.exp(scores - scores.max())
    weights /= weights.sum()
    return weights @ buffer.values


def steps(rng):
    """{design: (what the meter counts, make_step)}."""
    K, V, X = rng.normal(size=(3, max(LENGTHS), D)).astype(np.float32)
    W = (rng.normal(size=(3, D, D)) / np.sqrt(D)).astype(np.float32)

    def cached(n):
        cache = designs.KVCache(D, D)
        cache.append(K[: n - 2], V[: n - 2])
        cache.append(K[n - 2], V[n - 2])  # the buffer doubles here, and has room for the timed step's token
        return lambda: designs.decode_step(K[n - 1], K[n - 1], V[n - 1], cache)

    def reprojected(n):
        store = designs.TokenStore(*W)
        store.tokens = X[: n - 1]
        return lambda: designs.reproject_step(X[n - 1], store)

    def whole(n):
        buffer = WholeBuffer(max(LENGTHS), D, D)
        buffer.keys[: n - 1], buffer.values[: n - 1], buffer.length = K[: n - 1], V[: n - 1], n - 1
        return lambda: whole_buffer_step(K[n - 1], K[n - 1], V[n - 1], buffer)

    return {
        "cache": ((designs.decode_step, designs.KVCache), cached),
        "whole buffer": ((whole_buffer_step, WholeBuffer), whole),
        "re-projection": ((designs.reproject_step, designs.TokenStore), reprojected),
    }


def count(objects, make_step):
    meter = Meter(*objects)
    for n in LENGTHS:
        step = make_step(n)
        with meter.at(n):
            step()
    return {n: counts.total.multiply_adds for n, counts in meter.by_length.items()}


def main():
    made = steps(np.random.default_rng(0))
    both = [(name, n) for name in made for n in LENGTHS]
    # time_steps takes turns over its "lengths": here these are pairs of design and length
    times = time_steps(lambda pair: made[pair[0]][1](pair[1]), both, ROUNDS).minimum
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    with open(ROOT / "decodelab" / "claims.csv", "w", newline="") as file:
        print(
            f"# {date.today()}, {cpu()}, {os.cpu_count()} cores, one BLAS thread; Python "
            f"{sys.version.split()[0]}, NumPy {np.__version__}; commit {commit.stdout.strip() or 'unknown'}",
            file=file,
        )
        print(
            f"# one step, d_model = d_k = d_v = {D}, float32; fastest of {ROUNDS} interleaved rounds; "
            "made by benchmarks/measure_claims.py",
            file=file,
        )
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["design", "n", "multiply_adds", "seconds"])
        for name, (objects, make_step) in made.items():
            for n, multiply_adds in count(objects, make_step).items():
                table.writerow([name, n, multiply_adds, f"{times[name, n]:.3g}"])


def cpu():
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else ():
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    main()
