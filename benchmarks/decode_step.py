"""The reference decode step against one read of its keys and values, and against PyTorch, in one run.

    OPENBLAS_NUM_THREADS=1 .venv/bin/python benchmarks/decode_step.py

writes benchmarks/results/decode_step.json and .svg. With PyTorch beside the course's packages (an environment
of its own, see training/README.md; PYTHONPATH=. PYTHON benchmarks/decode_step.py)
`scaled_dot_product_attention` is timed, too.

Peers of each step: (a) its bytes of keys and values at the memory bandwidth measured between the blocks of
rounds; (b) reading arrays of the same size once, by a dot product with themselves, from wherever they lie;
(c) PyTorch's attention on the same numbers. One BLAS thread, float32, d_head = 64; step, (b) and (c) take
turns, the fastest round counts. With several heads the reference runs `decode_step` once for each head. What
leaves the last-level cache is where (a) means something: below, keys and values never come from memory.
"""

import json

import numpy as np
from provenance import ROOT, provenance

from decodelab import designs, machine
from decodelab.clock import time_steps
from decodelab.figures.picture import Picture, label_line_ends, lengths_axis, panel, quantity_axis
from decodelab.palette import CACHED, INK, MASK, QUERY

try:
    import torch
except ImportError:
    torch = None

D = 64
HEADS = (1, 16)
LENGTHS = (64, 256, 1024, 4096, 16384, 65536, 131072)
BLOCKS, ROUNDS = 5, 11


def makers(n_heads, n):
    """{peer: make_step()} for one number of heads and one length."""
    rng = np.random.default_rng(0)
    K, V = (rng.standard_normal((n_heads, n, D), dtype=np.float32) for _ in range(2))
    q = rng.standard_normal((n_heads, D), dtype=np.float32)
    caches = [designs.KVCache(D, D) for _ in range(n_heads)]
    for cache, k, v in zip(caches, K, V):
        cache.append(k[:-2], v[:-2])
        cache.append(k[-2], v[-2])  # the buffer doubles here, not in a timed step

    def reference():
        for h, cache in enumerate(caches):
            designs.decode_step(q[h], K[h, -1], V[h, -1], cache)

    def read():
        np.dot(flat_K, flat_K)
        np.dot(flat_V, flat_V)

    flat_K, flat_V = K.reshape(-1), V.reshape(-1)
    made = {"decode_step": reference, "read": read}
    if torch is not None:
        tq, tK, tV = torch.from_numpy(q)[None, :, None], torch.from_numpy(K)[None], torch.from_numpy(V)[None]
        made["torch"] = lambda: torch.nn.functional.scaled_dot_product_attention(tq, tK, tV)
    return made


def measure():
    rows = []
    for n_heads in HEADS:
        for n in LENGTHS:
            made = makers(n_heads, n)
            bytes_per_second, blocks = fastest_memory_read(), []
            for _ in range(BLOCKS):
                blocks.append(time_steps(lambda peer: made[peer], list(made), ROUNDS).minimum)
                bytes_per_second = max(bytes_per_second, fastest_memory_read())
            seconds = {peer: min(block[peer] for block in blocks) for peer in made}
            kv_bytes = 2 * n_heads * n * D * 4
            row = {
                "heads": n_heads,
                "n": n,
                "kv_bytes": kv_bytes,
                "seconds": seconds["decode_step"],
                "over_memory_read": seconds["decode_step"] / (kv_bytes / bytes_per_second),
                "over_read_of_same_arrays": seconds["decode_step"] / seconds["read"],
                "memory_bytes_per_second": bytes_per_second,
            }
            if torch is not None:
                row["over_torch"] = seconds["decode_step"] / seconds["torch"]
            rows.append(row)
            print(
                "  ".join(f"{k} {v:.3g}" if isinstance(v, float) else f"{k} {v:,}" for k, v in row.items()),
                flush=True,
            )
    return rows


def fastest_memory_read(megabytes=256):
    """Bytes a second of the least disturbed of some readings."""
    numbers = np.ones(megabytes * 250_000, dtype=np.float32)
    return (
        numbers.nbytes
        / time_steps(lambda n: lambda: np.dot(numbers, numbers), [megabytes], 15).minimum[megabytes]
    )


def draw(rows, cache_bytes):
    leaves = [r for r in rows if r["kv_bytes"] > 2 * (cache_bytes or 0)]
    worst = max(r["over_memory_read"] for r in leaves)
    figure = Picture(
        f"Beyond the cache a decode step takes at most {worst:.2f} times one read of its keys and values",
        height=3.6,
    )
    axes = panel(figure, 111, "cached tokens", "time ÷ one read at memory bandwidth")
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    ends = []
    for n_heads, colour in zip(HEADS, (QUERY, CACHED)):
        own = [r for r in rows if r["heads"] == n_heads]
        axes.plot(
            [r["n"] for r in own], [r["over_memory_read"] for r in own], "o-", color=colour, markersize=4
        )
        ends.append((own[-1]["n"], own[-1]["over_memory_read"], f"{n_heads} head{'s' * (n_heads > 1)}", INK))
    axes.axhline(1, color=MASK, linewidth=1)
    axes.axhline(1.5, color=MASK, linewidth=0.8, linestyle=(0, (4, 3)))
    lengths_axis(axes.xaxis, list(LENGTHS), log=True)
    quantity_axis(axes.yaxis, lambda ratio: f"{ratio:g} ×")
    label_line_ends(axes, ends)
    return figure


def main():
    if torch is not None:
        torch.set_num_threads(1)
    facts = provenance(**({"torch": torch.__version__} if torch else {}))
    here = machine.measure()
    print(here)
    rows = measure()
    folder = ROOT / "benchmarks" / "results"
    folder.mkdir(exist_ok=True)
    result = {
        "provenance": facts,
        "machine": {"bytes_per_second": here.bytes_per_second, "flops_per_second": here.flops_per_second},
        "rounds": BLOCKS * ROUNDS,
        "rows": rows,
    }
    (folder / "decode_step.json").write_text(json.dumps(result, indent=1) + "\n")
    draw(rows, facts["last_level_cache_bytes"]).savefig(folder / "decode_step.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
