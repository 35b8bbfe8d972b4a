"""Drafts: something cheap that guesses how a text goes on, for a model to check several guesses in one pass.

    propose = trigram()
    propose(tokens, 4)     # up to four tokens that may come next; none where it has no idea

A draft is any function propose(tokens, k): the text so far, a list of tokens, and how many guesses are
wanted; it gives a list of up to k tokens. The tables were counted in *Moby-Dick* by training/drafts.py;
`weights/drafts.json` is their story. Guessing ahead and checking with the model: Leviathan et al. 2023 (arXiv
2211.17192) and Chen et al. 2023 (arXiv 2302.01318).
"""

import functools
import hashlib
import json
from pathlib import Path

import numpy as np

from decodelab.designs import KVCache
from decodelab.serving_rehearsal import our_block_step

DRAFTS = Path(__file__).parent / "weights" / "drafts.npz"

RECORD = "drafts.json"
"""What is known of the tables, beside them."""

NOTHING = 65_535
"""What stands in a table where nothing was ever seen to follow."""


def bigram():
    """The most frequent follower of the last token: a table of one number a token, 4 kB."""
    return guesses_by(_tables()[0])


def trigram():
    """The most frequent follower of the last two tokens where that was seen three times or more, 64 kB; else
    the bigram's."""
    return guesses_by(*_tables())


def guesses_by(bigram, trigram=()):
    """The draft of two tables.

    bigram : (n_vocabulary,), the follower of each token or NOTHING
    trigram: (rows, 3), two tokens and their follower; looked at first
    """
    after_two = {(int(a), int(b)): int(follower) for a, b, follower in trigram}

    def propose(tokens, k):
        text, guesses = list(tokens[-2:]), []
        while len(guesses) < k and text:
            token = after_two.get(tuple(text[-2:]), int(bigram[text[-1]]))
            if token == NOTHING:
                break
            text.append(token)
            guesses.append(token)
        return guesses

    return propose


def prompt_lookup(matched=2):
    """What came after the last `matched` tokens when they stood in this very text before, the latest time: no
    table at all.

    Prompt lookup (Saxena 2023) and n-gram speculation in serving systems. No guess where they are new.
    """

    def propose(tokens, k):
        tokens = list(tokens)
        end = tokens[-matched:]
        for at in range(len(tokens) - matched - 1, -1, -1):
            if tokens[at : at + matched] == end:
                return tokens[at + matched : at + matched + k]
        return []

    return propose


def first_blocks(model, n_blocks=1):
    """The model's own first blocks as its draft: they are there already, and each guess reads their weights.

    Keeps caches between calls, and goes back to where a text parts from the one of the call before.
    """
    caches = [KVCache(model.d_model, model.d_model) for _ in range(n_blocks)]
    seen = []

    def propose(tokens, k):
        guesses = []
        while len(guesses) < k:
            text = [*tokens, *guesses]
            same = next((i for i, (a, b) in enumerate(zip(seen, text)) if a != b), min(len(seen), len(text)))
            same = min(same, len(text) - 1)  # what comes next follows from a pass over the last token
            for cache in caches:
                cache.truncate(same)
            x = model.embed(text[same:])
            for block, cache in zip(model.blocks, caches):
                x = our_block_step(x, block, cache, same)
            seen[:] = text
            guesses.append(int(model.read_out(x[-1]).argmax()))
        return guesses

    return propose


def provenance():
    """What is known of the tables: drafts.json as a dict."""
    return json.loads(DRAFTS.with_name(RECORD).read_text())


@functools.cache
def _tables():
    """(bigram, trigram) after a look at their SHA-256."""
    expected, found = provenance()["sha256"], hashlib.sha256(DRAFTS.read_bytes()).hexdigest()
    if found != expected:
        raise ValueError(
            f"{DRAFTS} is not the file that {RECORD} describes: its SHA-256 is {found}, expected {expected}. "
            f"Get the file again: git checkout -- {DRAFTS.name}, in its folder."
        )
    with np.load(DRAFTS) as file:
        return file["bigram"], file["trigram"]
