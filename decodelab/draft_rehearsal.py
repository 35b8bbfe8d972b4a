"""Runs a learner's speculative decoding beside the learner's code, with planted drafts; gives back plain
data.

Drivers like those of decodelab.rehearsal. A planted draft is a list: what it guesses for each new token,
whatever was kept before. An exception of the learner's code passes through.
"""

from dataclasses import dataclass, field

import numpy as np

from decodelab.designs import cut_back
from decodelab.meter.drivers import count_series
from decodelab.model import Block, Model
from decodelab.rehearsal import SIZES, plain, small_inputs, small_model

WEIGHTS = ("W_q", "W_k", "W_v", "W_o", "W_in", "W_out")

MOST_CALLS = 20
"""Calls of a draft, or of the model, for each token of a planted draft: far more than writing them takes."""

MOST_ROWS = 600
"""Rows of logits that are told of one run."""


def loud_model(seed, context=90, **sizes):
    """A small model whose greedy text depends on its past: attention that says more, louder norms before it.

    The greedy text of rehearsal.small_model is one token again and again, and with that every way to forget
    to cut a cache back goes unnoticed.
    """
    model = small_model(seed, **{**SIZES, "context": context, **sizes})
    for block in model.blocks:
        block.W_o[...] *= 6
        block.attention_gain[...] *= 2
    return model


class WithoutEnd(RuntimeError):
    """A run that goes on and on, and writes nothing."""


def planted(script, n_prompt, most=None, asked=None):
    """A draft that guesses script[j] for new token j, up to `most` tokens a call; what it is asked is written
    into `asked`."""

    calls = 0

    def propose(tokens, k):
        nonlocal calls
        calls += 1
        if calls > MOST_CALLS * len(script):
            raise WithoutEnd(f"propose was asked {calls:,} times, and the text has no end")
        tokens, k = [int(token) for token in tokens], int(k)
        at = len(tokens) - n_prompt
        upto = at + max(min(k, len(script) if most is None else most), 0)
        guesses = list(script[at:upto]) if at >= 0 else []
        if asked is not None:
            asked.append([tokens, k, len(guesses)])
        return guesses

    return propose


def last_pass(speculative, **run):
    """Of a run_speculative that raised: {"embedded": tokens of the pass it ended in, "guesses": of the draft
    before it, "passes": how many there were}."""
    seen = {}
    try:
        run_speculative(speculative, **run, seen=seen)
    except Exception:  # it is known already
        pass
    embedded, asked = seen["embedded"], seen["asked"]
    return {
        "embedded": embedded[-1] if len(embedded) > 1 else -1,
        "guesses": asked[-1][2] if asked else 0,
        "passes": len(embedded),
    }


def run_speculative(speculative, seed, prompt, n_new, script, k, most=None, seen=None, **sizes):
    """One run on loud_model(seed, **sizes). seen: a dict that gets what is told of it even if it raises.

    Returns {"tokens": [int, …], "kind": class name of what came back, "asked": [[tokens that propose was
    given, k, guesses it gave]], "embedded": [tokens of each call of embed], "passes": how often all blocks
    were gone through in all, "before": [[passes, rows of logits, calls of propose] before each token came],
    "logits": [row of each that was read out]}. Ends a few tokens behind n_new.
    """
    model = _watched(loud_model(seed, **sizes), MOST_CALLS * len(script))
    asked, told = [], {"tokens": [], "before": []}
    if seen is not None:
        seen.update(embedded=model.embedded, asked=asked)
    propose = planted(script, len(model.encode(prompt)), most, asked)
    tokens = speculative(model, prompt, n_new, propose, k)
    for token in tokens if tokens is not None else ():
        told["tokens"].append(int(token))
        told["before"].append([model.passes(), len(model.rows), len(asked), sum(model.embedded)])
        if len(told["tokens"]) > n_new + 3:
            break
    return {
        "kind": type(tokens).__name__,
        "asked": asked,
        "embedded": list(model.embedded),
        "passes": model.passes(),
        "logits": [np.asarray(row, float).tolist() for row in model.rows[:MOST_ROWS]],
        **told,
    }


class _WatchedBlock(Block):
    """A Block that knows how often each of its weights was taken up."""

    def __getattribute__(self, name):
        if name in WEIGHTS:
            taken = object.__getattribute__(self, "__dict__").setdefault("taken", dict.fromkeys(WEIGHTS, 0))
            taken[name] += 1
        return super().__getattribute__(name)


@dataclass(frozen=True)
class _Watched(Model):
    """A model that remembers what was embedded and read out, and how often tokens went through its blocks."""

    embedded: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    most: int = 0

    def embed(self, tokens):
        X = super().embed(tokens)
        self.embedded.append(X.size // self.d_model)
        if len(self.embedded) > self.most:
            raise WithoutEnd(f"the model was called {len(self.embedded):,} times, and the text has no end")
        return X

    def read_out(self, X):
        logits = super().read_out(X)
        self.rows.extend(logits.reshape(-1, logits.shape[-1]))
        return logits

    def passes(self):
        """Times that the weights of all blocks were taken up: of each block the one that was taken least
        often, and of these the most.

        Whoever looks at a weight's shape takes that one twice; some weight is taken once a pass in any style.
        """
        return max(min(vars(block).get("taken", {"": 0}).values()) for block in self.blocks)


def _watched(model, most):
    blocks = tuple(_WatchedBlock(**vars(block)) for block in model.blocks)
    return _Watched(**{**vars(model), "blocks": blocks}, most=most)


def run_in_turn(speculative, seed, prompts, n_new, scripts, k):
    """Runs of several prompts, a token from each in turn. Returns {"tokens": [tokens of each]}."""
    model = loud_model(seed)
    running = [
        iter(speculative(model, prompt, n_new, planted(script, len(model.encode(prompt))), k))
        for prompt, script in zip(prompts, scripts)
    ]
    tokens = [[] for _ in prompts]
    for _ in range(n_new):
        for own, one in zip(tokens, running):
            token = next(one, None)
            if token is not None:
                own.append(int(token))
    return {"tokens": tokens}


def count_speculative(speculative, block_step, KVCache=None, *, seed, prompt, n_new, script, k, **sizes):
    """Counts of whole runs. Returns {"runs": series over the number of new tokens}. n_new: a list."""
    model = loud_model(seed, **sizes)
    n_prompt = len(model.encode(prompt))
    theirs = (speculative, block_step) if KVCache is None else (speculative, block_step, KVCache)

    def run(n):
        return [int(t) for t in speculative(model, prompt, n, planted(script[: n + k], n_prompt), k)]

    series = count_series(theirs, n_new, run)
    return {"runs": {**series, "outputs": {}}}


def chunks_and_back(block_step, KVCache, seed=0):
    """A block's steps in chunks, cut back in between: 5 tokens, 3, back to 6, then 2 others. Returns
    {"outputs": [of each call]}."""
    block = small_model(seed).blocks[0]
    d = len(block.W_q)
    X, other = small_inputs(seed, 8, d), small_inputs(seed + 1, 8, d)
    cache = KVCache(d, d)
    outputs = [block_step(X[:5].copy(), block, cache, 0), block_step(X[5:].copy(), block, cache, 5)]
    cache = cut_back(cache, 6)
    outputs.append(block_step(other[6:].copy(), block, cache, 6))
    return {"outputs": [plain(output) for output in outputs]}
