"""What counting costs: a step under the meter against the same step without it, and a whole check.

    OPENBLAS_NUM_THREADS=1 .venv/bin/python benchmarks/meter.py             # overhead and time of a check
    .venv/bin/python benchmarks/meter.py --repeat 1000                      # the same verdict a thousand
    times, cores loaded

Times are the fastest of the rounds; plain and counted steps take turns in one run.
"""

import argparse
import json
import math
import multiprocessing
import os
import sys
import time
from collections import Counter

from provenance import ROOT, provenance

sys.path.insert(0, str(ROOT))

from autograder.cost.decode_step import judge_decode_steps  # noqa: E402
from decodelab import Meter  # noqa: E402
from decodelab.meter.drivers import count_decode_steps, tokens  # noqa: E402
from tests import decode_step_cost_corpus as corpus  # noqa: E402

STEPS = {
    "vectorised": "right/01_preallocated_doubling",
    "a loop over rows": "right/07_loop_over_rows",
    "plain Python floats": "right/04_pure_python_floats",
}
REPEATED = {
    "right/01_preallocated_doubling": 1.0,
    "right/08_online_softmax": 0.03,
    "wrong/08_reprojection": 1.0,
    "wrong/03_square_mask_each_step": 0.3,
}
"""Sample and share of the work budget, so that a thousand repeats take minutes."""


def overhead(name, n=128, rounds=15):
    """(seconds of a plain step, seconds of a counted one) at length n, each the fastest of the rounds."""
    sample = corpus.load(corpus.ANSWERS / f"{name}.py")
    Q, K, V = tokens(0, 0, n + 4 * rounds, 64, 64)
    cache = sample.KVCache(64, 64)
    for i in range(n):
        cache.append(K[i], V[i])
    meter, plain, counted = Meter(sample.decode_step, sample.KVCache), math.inf, math.inf
    for i in range(n, n + 2 * rounds, 2):
        start = time.perf_counter()
        sample.decode_step(Q[i], K[i], V[i], cache)
        plain = min(plain, time.perf_counter() - start)
        with meter:
            start = time.perf_counter()
            sample.decode_step(Q[i + 1], K[i + 1], V[i + 1], cache)
            counted = min(counted, time.perf_counter() - start)
    return plain, counted


def _burn(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        sum(i * i for i in range(10_000))


def repeated(times):
    """How often each verdict was reached in `times` repeats, with a busy process on every core."""
    from decodelab.meter.drivers import BUDGET

    burners = [
        multiprocessing.Process(target=_burn, args=(3600,), daemon=True) for _ in range(os.cpu_count())
    ]
    for burner in burners:
        burner.start()
    try:
        for name, share in REPEATED.items():
            sample, verdicts = corpus.load(corpus.ANSWERS / f"{name}.py"), Counter()
            for _ in range(times):
                data = count_decode_steps(
                    sample.decode_step, sample.KVCache, n_steps=100, budget=int(BUDGET * share)
                )
                report = judge_decode_steps(json.loads(json.dumps(data)))
                verdicts[str(report)] += 1
            outcome = corpus.verdict(report)
            print(
                f"{name:<38} {times} repeats, {len(verdicts)} different "
                f"report{'s' if len(verdicts) > 1 else ''} ({outcome})",
                flush=True,
            )
    finally:
        for burner in burners:
            burner.terminate()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, metavar="N")
    options = parser.parse_args()
    print(json.dumps(provenance()))
    if options.repeat:
        repeated(options.repeat)
        return
    print(f"{'one step at n = 128, d = 64':<28}{'plain':>12}{'counted':>12}{'ratio':>8}{'whole check':>14}")
    for label, name in STEPS.items():
        plain, counted = overhead(name)
        start = time.perf_counter()
        corpus.judge(corpus.ANSWERS / f"{name}.py")
        check = time.perf_counter() - start
        print(
            f"{label:<28}{plain * 1e6:>9.0f} µs{counted * 1e6:>9.0f} "
            f"µs{counted / plain:>8.1f}{check:>12.2f} s"
        )


if __name__ == "__main__":
    main()
