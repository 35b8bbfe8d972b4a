"""What a picture costs against the PNG that matplotlib makes of the same figure, and what watching a model
write costs.

    OPENBLAS_NUM_THREADS=1 .venv/bin/python benchmarks/pictures.py

`first` is what a cell's output takes: inline SVG for a wide page and for a narrow one. `redraw` is what an
explorer takes when a control moves: one drawing, for the room it has. Both in processor time, median of
ROUNDS, over the PNG of the same figure (at 1.5 pixels per CSS pixel, as the first version of the course
showed it) in the same round. `watch` is the processor time of live.watch over that of the model alone, for
lesson 00's 200 tokens without a cache. Writes benchmarks/results/pictures.json.
"""

import contextlib
import io
import json
import time
from statistics import median

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from provenance import ROOT, provenance

from decodelab import figures, live, model

ROUNDS = 9
LENGTHS = [64, 128, 256, 512, 1024]
PICTURES = {
    "cost lines": lambda: figures.draw_cost_lines(
        LENGTHS,
        {
            "scores": [64 * n for n in LENGTHS],
            "output": [64 * n for n in LENGTHS],
            "rest": [3 * n for n in LENGTHS],
        },
    ),
    "mask and leak": lambda: figures.draw_mask_and_leak(np.tri(8, k=1) > 0, 3, np.tri(8, k=1)),
    "pairs": lambda: figures.draw_query_key_pairs(7, 3),
    "step times": lambda: figures.draw_step_times(np.linspace(0.01, 0.06, 200), 200),
}


def png(picture):
    FigureCanvasAgg(picture)
    picture.savefig(io.BytesIO(), format="png", dpi=144, pil_kwargs={"compress_level": 4})


WAYS = {"png": png, "first": lambda picture: picture.html(), "redraw": lambda picture: picture.html_here()}


def spent(work):
    start = time.process_time()
    work()
    return time.process_time() - start


def pictures():
    """{picture: {"png_ms", "first_over_png", "redraw_over_png"}}"""
    results = {}
    for name, draw in PICTURES.items():
        rounds = [
            {way: spent(lambda: make(draw())) for way, make in WAYS.items()} for _ in range(ROUNDS + 1)
        ][1:]
        results[name] = {"png_ms": round(1e3 * median(r["png"] for r in rounds), 1)} | {
            f"{way}_over_png": round(median(r[way] / r["png"] for r in rounds), 2)
            for way in ("first", "redraw")
        }
        print(name, results[name], flush=True)
    return results


def watch():
    """Processor time of watching 200 tokens over that of the model's steps."""
    whale, ratios = model.load(), []
    for _ in range(3):
        steps = model.write(whale, "Call me Ishmael.", 200, model.sampler(0.8, top_k=60, seed=1))
        start = time.process_time()
        with contextlib.redirect_stdout(io.StringIO()):
            seconds = live.watch(model.stream(whale, steps, timer=time.process_time), 200)
        ratios.append((time.process_time() - start) / sum(seconds))
    return round(median(ratios), 3)


def main():
    facts = provenance()
    result = {"pictures": pictures(), "watch_over_model": watch(), "rounds": ROUNDS, "provenance": facts}
    print("watching:", result["watch_over_model"])
    (ROOT / "benchmarks" / "results" / "pictures.json").write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
