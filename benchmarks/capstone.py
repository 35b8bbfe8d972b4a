"""A thousand tokens of Moby-Dick with lesson 06's cache against writing them without one, in one run.

    OPENBLAS_NUM_THREADS=1 .venv/bin/python benchmarks/capstone.py

The code is that of solutions/06_real_model, the text has to be the same token for token. One BLAS thread; the
step times are in benchmarks/results/capstone.json. Takes one or two minutes, nearly all of it without the
cache.
"""

import json

import numpy as np
from provenance import ROOT, provenance
from threadpoolctl import threadpool_limits

from decodelab import model

PROMPT = "Call me Ishmael."
N_NEW = 1000


def solution():
    """generate as lesson 06's solution has it."""
    notebook = json.loads((ROOT / "solutions" / "06_real_model" / "real_model.ipynb").read_text())
    names = {"np": np, "greedy": model.greedy}
    exec("from decodelab.designs import KVCache\nfrom decodelab.model import *", names)
    for cell in notebook["cells"]:
        if cell["id"] in ("block_step", "generate"):
            exec("".join(cell["source"]), names)
    return names["generate"]


def main():
    whale, generate, facts = model.load(), solution(), provenance()
    runs = {}
    with threadpool_limits(1, user_api="blas"):
        for name, tokens in (
            ("cached", generate(whale, PROMPT, N_NEW)),
            ("uncached", model.write(whale, PROMPT, N_NEW)),
        ):
            text, seconds = zip(*model.stream(whale, tokens))
            runs[name] = {"text": "".join(text), "seconds": list(seconds)}
            print(f"{name:9} {sum(seconds):8.2f} s, {N_NEW / sum(seconds):8.1f} tokens a second")
    same = runs["cached"]["text"] == runs["uncached"]["text"]
    ratio = sum(runs["uncached"]["seconds"]) / sum(runs["cached"]["seconds"])
    print(f"same text: {same}; {ratio:.1f} times as fast with the cache")
    result = {
        "provenance": facts,
        "n_new": N_NEW,
        "same_text": same,
        "times_as_fast": ratio,
        **{
            f"{name}_seconds": {
                "total": sum(run["seconds"]),
                "at": {
                    str(n): float(np.median(run["seconds"][n - 20 : n]))
                    for n in (20, 100, 250, 500, 750, 1000)
                },
            }
            for name, run in runs.items()
        },
    }
    folder = ROOT / "benchmarks" / "results"
    folder.mkdir(exist_ok=True)
    (folder / "capstone.json").write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
