"""Drafts race on the same texts: how fast each is, how many tokens a call it writes and what a call costs it.

Times are of this machine at this moment; so all ways take turns on every prompt, and only ratios are told.
"""

import time
from dataclasses import dataclass, field

import numpy as np

from decodelab.model import Model


@dataclass(frozen=True)
class Result:
    """speedup: against the first way; tokens_a_call: of the model; call_cost: seconds of a call, guesses
    included, over one of the first way."""

    speedup: float
    tokens_a_call: float
    call_cost: float


@dataclass(frozen=True)
class _Counting(Model):
    """A model that knows how often it was fed and how often read out; who does one of them token by token
    does the other once a call."""

    counts: dict = field(default_factory=lambda: {"fed": 0, "read": 0})

    def embed(self, tokens):
        self.counts["fed"] += 1
        return super().embed(tokens)

    def read_out(self, X):
        self.counts["read"] += 1
        return super().read_out(X)

    def calls(self):
        """How many calls there were since the last time this was asked."""
        made = min(self.counts.values())
        self.counts.update(fed=0, read=0)
        return made


def race(speculative, model, ways, prompts, n_new=100, rounds=2):
    """{name: Result}, medians over prompts and rounds.

    speculative: (model, prompt, n_new, propose, k) -> tokens; ways: {name: (propose, k)}, what the others are
                 compared with first
    Raises ValueError if two ways write different texts.
    """
    counting = _Counting(**vars(model))
    seconds, calls = ({name: [] for name in ways} for _ in range(2))
    for _ in range(rounds):
        for prompt in prompts:
            texts = {}
            for name, (propose, k) in ways.items():
                begin = time.perf_counter()
                texts[name] = list(speculative(counting, prompt, n_new, propose, k))
                seconds[name].append(time.perf_counter() - begin)
                calls[name].append(counting.calls())
            _expect_one_text(texts)
    first, *_ = ways
    times, made = ({name: np.array(of[name], float) for name in ways} for of in (seconds, calls))
    return {
        name: Result(
            float(np.median(times[first] / times[name])),
            float(n_new / made[name].mean()),
            float(np.median(times[name] / made[name] / (times[first] / made[first]))),
        )
        for name in ways
    }


def _expect_one_text(texts):
    first, *others = texts
    for name in others:
        if texts[name] != texts[first]:
            pairs = enumerate(zip(texts[name], texts[first]))
            at = next((i for i, (a, b) in pairs if a != b), min(len(texts[name]), len(texts[first])))
            raise ValueError(
                f"{name!r} writes another text than {first!r}, from token {at} on: a draft may change the "
                "time, never the text."
            )
