"""A server of many texts on a clock of its own: who computes what in each step, what that takes, when tokens
come.

A step computes for several texts at once. After Yu et al. (2022), "Orca", texts come and go between any two
steps; after Agrawal et al. (2024), "Sarathi-Serve", a long prompt may be computed in pieces. Seconds follow
from three counts of a step: new tokens (products with the weights), query-key pairs (products with keys and
values), and cache rows that are read, each once. With two of them only, a long prompt comes out far too slow.
"""

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from decodelab.text_lengths import text_lengths


@dataclass(eq=False)
class Text:
    """One reader's text.

    arrival seconds; prompt, new: tokens to read and to write; left: tokens of the prompt that are still to be
    computed;
    cached: tokens computed so far; times: when each new token came
    """

    arrival: float
    prompt: int
    new: int
    left: int = field(init=False)
    cached: int = field(init=False, default=0)
    times: list = field(init=False, default_factory=list)

    def __post_init__(self):
        self.left = self.prompt


@dataclass(frozen=True)
class StepCounts:
    """Of one step over all its texts: new tokens, query-key pairs, cache rows read."""

    tokens: int
    pairs: int
    rows: int


def counts_of(plan):
    """StepCounts of a plan [(text, tokens), …], before it is carried out."""
    return StepCounts(
        sum(t for _, t in plan),
        sum(t * text.cached + t * (t + 1) // 2 for text, t in plan),
        sum(text.cached + t for text, t in plan),
    )


class Stuck(Exception):
    """A plan that can't be carried out, or a server that goes on without end."""


def serve(texts, plan_step, seconds_of, max_batch, budget, together=False, max_steps=100_000):
    """Serve all texts and write down in each when its tokens came.

    texts     : Texts in any order; their times are filled in
    plan_step : (running, waiting, max_batch, budget) -> [(text, tokens), …]
    seconds_of: StepCounts -> seconds of a step
    together  : whether texts leave only when all that run are done, and compute on for nothing until then
    Returns the steps as [(seconds at its end, StepCounts)]. Raises Stuck where a plan makes no sense.
    """
    coming = deque(sorted(texts, key=lambda text: text.arrival))
    running, waiting, now, steps = [], deque(), 0.0, []
    while coming or waiting or running:
        while coming and coming[0].arrival <= now:
            waiting.append(coming.popleft())
        if not waiting and not running:
            now = coming[0].arrival
            continue
        plan = [tuple(entry) for entry in plan_step(running, waiting, max_batch, budget)]
        _expect_possible(plan, running)
        counts = counts_of(plan)
        now += seconds_of(counts)
        steps.append((now, counts))
        for text, tokens in plan:
            _carry_out(text, tokens, now)
        writing = [text for text in running if len(text.times) < text.new]
        running[:] = running if together and writing else writing
        if len(steps) > max_steps:
            raise Stuck(f"{max_steps:,} steps were taken and there are still texts to serve")
    return steps


def _expect_possible(plan, running):
    seen = []
    for text, tokens in plan:
        if not any(text is one for one in running):
            raise Stuck("a text computes that is not running")
        if any(text is one for one in seen):
            raise Stuck("a text stands in the plan twice")
        seen.append(text)
        if text.left and not 1 <= tokens <= text.left:
            raise Stuck(f"a text with {text.left} tokens of its prompt left computes {tokens} of them")
        if not text.left and tokens != 1:
            raise Stuck(f"a text that is writing computes {tokens} tokens in one step")
    if not plan:
        raise Stuck("texts are there, and the plan is empty: nothing will ever change")


def _carry_out(text, tokens, now):
    text.cached += tokens
    text.left -= min(tokens, text.left)
    if not text.left and len(text.times) < text.new:  # the last token of the prompt gives the first new one
        text.times.append(now)


def static_plan(running, waiting, max_batch, budget):
    """Static batching: a batch comes in when the one before is done, and all of its prompts are computed at
    once."""
    if not running:
        while waiting and len(running) < max_batch:
            running.append(waiting.popleft())
    return [(text, max(text.left, 1)) for text in running]


def trace(count=40, gap=0.1, seed=0):
    """`count` Texts that arrive one after the other, `gap` seconds apart on average (0: all at once)."""
    prompt, new = text_lengths(count, seed)
    waits = np.random.default_rng([seed, 1]).exponential(gap, count) if gap else np.zeros(count)
    return [Text(float(a), int(p), int(n)) for a, p, n in zip(np.cumsum(waits), prompt, new)]


def whale_seconds(counts):
    """What a step of the whale takes, roughly, on one core of a laptop: a fixed part, so much a new token, so
    much a pair."""
    return 1.2e-3 + 0.12e-3 * counts.tokens + 0.7e-6 * counts.pairs


def accelerator_seconds(counts, model, machine):
    """Least time of a step of a published model on an accelerator: the roofline of its bytes and FLOPs.

    model: with parameters, embedding, n_layers, n_heads, n_kv_heads, d_head; machine: bytes_per_second,
           flops_per_second
    """
    weights = 2 * (model.parameters - model.embedding)
    row = 2 * 2 * model.n_layers * model.n_kv_heads * model.d_head
    flops = weights * counts.tokens + 4 * model.n_layers * model.n_heads * model.d_head * counts.pairs
    return max((weights + row * counts.rows) / machine.bytes_per_second, flops / machine.flops_per_second)
