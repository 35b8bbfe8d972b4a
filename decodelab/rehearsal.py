"""Runs a learner's block_step and generate on small random models; gives back plain data.

Drivers like those of decodelab.meter: they take the learner's function and plain numbers, and return dicts,
lists, strings and numbers only, so that they can run beside the learner's code in a sandbox while the verdict
is reached elsewhere. Whoever judges makes the same models and inputs again from the seed. An exception of the
learner's code passes through.
"""

import re
import traceback
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from decodelab.designs import KVCache
from decodelab.footprint import memory_since
from decodelab.meter.drivers import count_series
from decodelab.model import Block, Model, greedy

HERE = Path(__file__).parent

FRAGMENTS = ("a", "b", "c", " ", "\n", "ab", " ca", "abc", "cab ")
"""The vocabulary of the small models: texts of a, b, c, spaces and new lines."""

SIZES = {"n_heads": 3, "d_head": 4, "n_layers": 2, "d_ff": 7, "context": 40}
"""Every dimension different."""


def small_model(seed=0, n_heads=3, d_head=4, n_layers=2, d_ff=7, context=40, dtype="float32"):
    """A Model with random weights."""
    rng = np.random.default_rng(seed)
    d = n_heads * d_head

    def weights(*shape):
        return (rng.normal(size=shape) / np.sqrt(shape[0])).astype(dtype)

    def gain():
        return rng.uniform(0.5, 1.5, size=d).astype(dtype)

    blocks = tuple(
        Block(n_heads, gain(), *(weights(d, d) for _ in range(4)), gain(), weights(d, d_ff), weights(d_ff, d))
        for _ in range(n_layers)
    )
    return Model(FRAGMENTS, context, rng.normal(size=(len(FRAGMENTS), d)).astype(dtype), blocks, gain())


def small_inputs(seed, n, d_model, dtype="float32"):
    """n tokens as a block gets them, (n, d_model)."""
    return np.random.default_rng([seed, n]).normal(size=(n, d_model)).astype(dtype)


# -- block_step ---------------------------------------------------------------------------------------


def take_steps(block_step, seed, chunks, n_heads=3, d_head=4, dtype="float32", loudness=1.0, tokens=None):
    """One sequence through one block, in chunks of these sizes.

    loudness: factor of the norm before attention; scores grow with its square
    tokens  : rows of numbers to take in place of random ones, one for each token

    Returns {"outputs": [what each call gave], "cached": [tokens in the cache after each], "changed": name of
    an input that was written to, or "", "overwritten": whether an earlier output changed later}.
    """
    block = small_model(seed, n_heads, d_head, dtype=dtype).blocks[0]
    block.attention_gain[...] *= loudness
    before = {name: a.copy() for name, a in vars(block).items() if isinstance(a, np.ndarray)}
    X = (
        small_inputs(seed, sum(chunks), n_heads * d_head, dtype)
        if tokens is None
        else np.array(tokens, dtype)
    )
    cache, position = KVCache(X.shape[1], X.shape[1]), 0
    results, kept, told = [], [], {"cached": [], "changed": ""}
    for size in chunks:
        x = X[position : position + size].copy()
        result = block_step(x, block, cache, position)
        if not np.array_equal(x, X[position : position + size]):
            told["changed"] = "x"
        results.append(result)
        kept.append(np.array(result) if isinstance(result, np.ndarray) else None)
        told["cached"].append(len(cache))
        position += size
    for name, old in before.items():
        if not np.array_equal(old, getattr(block, name)):
            told["changed"] = f"block.{name}"
    overwritten = any(
        k is not None and not np.array_equal(r, k, equal_nan=True) for r, k in zip(results, kept)
    )
    return {"outputs": [plain(r) for r in results], "overwritten": overwritten, **told}


def take_steps_in_turn(block_step, seed, rounds, n_sequences, n_heads=3, d_head=4):
    """Sequences of single tokens through two blocks each, in turn, with a cache for every sequence and block.

    Sequence s is small_inputs(seed + s, rounds, d_model). Returns {"outputs": [[last block's output, one a
    round] for each sequence]}.
    """
    model = small_model(seed, n_heads, d_head)
    d = model.d_model
    sequences = [small_inputs(seed + s, rounds, d) for s in range(n_sequences)]
    caches = [[KVCache(d, d) for _ in model.blocks] for _ in sequences]
    outputs = [[] for _ in sequences]
    for i in range(rounds):
        for s, X in enumerate(sequences):
            x = X[i : i + 1].copy()
            for block, cache in zip(model.blocks, caches[s]):
                x = block_step(x, block, cache, i)
            outputs[s].append(plain(x))
    return {"outputs": outputs}


def kept_by_steps(block_step, lengths, collect=True, n_heads=2, d_head=16, seed=0):
    """Memory held after so many single tokens through one block. Returns {"held": [bytes], "a_token": bytes
    of key and value}."""
    block = small_model(seed, n_heads, d_head).blocks[0]
    d = n_heads * d_head
    X = small_inputs(seed, max(lengths), d)
    with memory_since(collect) as bytes_held:
        cache, held = KVCache(d, d), []
        for n in range(max(lengths)):
            block_step(X[n : n + 1].copy(), block, cache, n)
            if n + 1 in lengths:
                held.append(bytes_held())
    return {"held": held, "a_token": 2 * d * X.itemsize}


def roll_back(block_step, seed, n, keep, n_heads=3, d_head=4):
    """n single tokens, then back to the first `keep` of them and on with other tokens: those of seed + 1.

    Going back is a new cache with the first rows of the old one, as `truncate` does in serving systems.
    Returns {"outputs": [output of each of the n - keep tokens after going back]}.
    """
    block = small_model(seed, n_heads, d_head).blocks[0]
    d = n_heads * d_head
    X, other = small_inputs(seed, n, d), small_inputs(seed + 1, n, d)
    cache = KVCache(d, d)
    for i in range(n):
        block_step(X[i : i + 1].copy(), block, cache, i)
    shorter = KVCache(d, d)
    shorter.append(cache.keys[:keep].copy(), cache.values[:keep].copy())
    return {
        "outputs": [plain(block_step(other[i : i + 1].copy(), block, shorter, i)) for i in range(keep, n)]
    }


def count_block_steps(block_step, n_steps=96, n_heads=3, d_head=4, seed=0):
    """Counts of single-token steps 1 … n_steps. Returns {"steps": series, "d_model", "d_ff"}."""
    block = small_model(seed, n_heads, d_head).blocks[0]
    d = n_heads * d_head
    X, cache = small_inputs(seed, n_steps, d), KVCache(d, d)
    series = count_series(
        (block_step,), range(1, n_steps + 1), lambda n: block_step(X[n - 1 : n].copy(), block, cache, n - 1)
    )
    return {"steps": {**series, "outputs": {}}, "d_model": d, "d_ff": block.W_in.shape[1]}


CHUNK = 100
"""Tokens of a long text that go through a block at once. Scores of 250 by 2,000 tokens are pages the system
hands out anew for each array, which takes ten times as long as computing them."""


def take_steps_for(block_step, next_input, seed, n_cached, n_steps):
    """n_cached tokens through one block, in chunks whose scores are no burden to a small machine's memory;
    then single ones that come from next_input(previous output or None)."""
    block = small_model(seed).blocks[0]
    d = len(block.W_q)
    cache, output = KVCache(d, d), None
    before = small_inputs(seed, n_cached, d)
    for position in range(0, n_cached, CHUNK):
        block_step(before[position : position + CHUNK], block, cache, position)
    for position in range(n_cached, n_cached + n_steps):
        output = block_step(next_input(output), block, cache, position)
    next_input(output)
    return {}


# -- generate -----------------------------------------------------------------------------------------


def run_generate(generate, seed, prompt, n_new, rank=0, **sizes):
    """Tokens and logits of one generation.

    rank: which token is chosen each time, 0 the most likely, 1 the second … Returns {"tokens": [int, …],
          "logits":
    [what choose was given], "chosen_before": [how often choose had been called when each token came],
    "embedded_before": [how many tokens had been embedded by then], "refused": message of a
    exception, or None, "by_accident": whether it was no ValueError of a `raise` of theirs, "kind": class name
    of what generate returned}. What breaks on a text that fits is no refusal, and passes through.
    """
    model = _Watched(**vars(small_model(seed, **{**SIZES, **sizes})))
    n_prompt, logits = len(model.encode(prompt)), []

    def choose(given):
        logits.append(plain(given))
        if np.shape(given) != (len(model.vocabulary),):
            return 0  # no logits: whoever judges sees that in what was recorded
        return int(np.argsort(-np.asarray(given), kind="stable")[rank])

    told = {
        "tokens": [],
        "logits": logits,
        "chosen_before": [],
        "embedded_before": [],
        "refused": None,
        "by_accident": False,
        "kind": "",
    }
    try:
        tokens = generate(model, prompt, n_new, choose)
        told["kind"] = type(tokens).__name__
        for token in tokens if tokens is not None else ():
            told["tokens"].append(int(token))
            told["chosen_before"].append(len(logits))
            told["embedded_before"].append(sum(model.embedded))
            if len(told["tokens"]) > n_new + 3:
                break
    except Exception as error:
        told["by_accident"] = _by_accident(error)
        if (
            0 < n_prompt <= model.context - n_new
            and told["by_accident"]
            or n_prompt
            and not isinstance(error, ValueError)
        ):
            raise
        told["refused"] = (
            str(error)[:500] if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"[:500]
        )
    return told


@dataclass(frozen=True)
class _Watched(Model):
    """A model that remembers how many tokens each call of embed was given."""

    embedded: list = field(default_factory=list)

    def embed(self, tokens):
        X = super().embed(tokens)
        self.embedded.append(X.size // self.d_model)
        return X


_RAISE = re.compile(r"(^|[:;]\s*)raise\b")
"""A statement of their own, also behind an `if …:` on the same line."""


def _by_accident(error):
    """Whether it is no ValueError of a `raise` in the learner's code, or in `write`, which refuses the same
    texts."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    ours = Path(last.filename).parent == HERE and last.name != "write"
    return not isinstance(error, ValueError) or ours or bool(last.line) and not _RAISE.search(last.line)


def kept_by_generating(generate, lengths, collect=True, n_heads=2, d_head=16, seed=0):
    """The same for a text: memory held once so many tokens were written after a prompt of one."""
    model = small_model(seed, n_heads, d_head, n_layers=1, context=max(lengths) + 1)
    with memory_since(collect) as bytes_held:
        held = []
        for n, _ in enumerate(generate(model, "a", max(lengths), greedy), 1):
            if n in lengths:
                held.append(bytes_held())
    return {"held": held, "a_token": len(model.blocks) * 2 * model.d_model * model.embedding.itemsize}


def generate_for(generate, choose, seed, prompt, n_new, **sizes):
    """One generation whose tokens somebody else chooses. Returns {"tokens": [int, …]}."""
    return {"tokens": [int(token) for token in generate(small_model(seed, **sizes), prompt, n_new, choose)]}


def generate_in_turn(generate, seed, prompts, n_new):
    """Generations of several prompts, a token from each in turn. Returns {"tokens": [tokens of each]}."""
    model = small_model(seed, **SIZES)
    running = [iter(generate(model, prompt, n_new, greedy)) for prompt in prompts]
    tokens = [[] for _ in prompts]
    for _ in range(n_new):
        for own, one in zip(tokens, running):
            token = next(one, None)
            if token is not None:
                own.append(int(token))
    return {"tokens": tokens}


def count_generate(generate, prompt, n_new, seed=0):
    """Counts of each token after the first. Returns {"steps": series over text lengths, "n_layers",
    "d_model"}."""
    model = small_model(seed, **{**SIZES, "context": 400})
    n_prompt = len(model.encode(prompt))
    running = []  # begun while the meter looks: a generator keeps the code it began with

    def next_token(n):
        if not running:
            running.append(iter(generate(model, prompt, n_new, greedy)))
        return next(running[0])

    series = count_series((generate,), range(n_prompt, n_prompt + n_new), next_token)
    return {
        "steps": {**series, "outputs": {}},
        "n_prompt": n_prompt,
        "n_layers": len(model.blocks),
        "d_model": model.d_model,
    }


def plain(result):
    """What a call gave, as plain data: {"type", "dtype", "shape", "values"}; values are None if it is no
    array of numbers."""
    if not isinstance(result, np.ndarray) or result.dtype.kind not in "fiub":
        return {"type": type(result).__name__, "dtype": "", "shape": [], "values": None}
    values = np.asarray(result, dtype=float) if result.size <= 4000 else None
    return {
        "type": "ndarray",
        "dtype": result.dtype.name,
        "shape": list(result.shape),
        "values": None if values is None else values.ravel().tolist(),
    }
