"""Two questions about many texts: when does a batch stop paying, and what do readers notice of a
scheduler?"""

from collections import deque

import traitlets

from ..figures import draw_batch_bytes, draw_served
from ..serving import serve, static_plan, trace, whale_seconds
from .explorer import Explorer
from .slider import Slider

WHALE_WEIGHTS, WHALE_ROW = 8_650_752, 6_144
"""Bytes of weights that a step of the whale reads, and of one cached token."""


class BatchExplorer(Explorer):
    """Bytes of a step for 1 to 32 texts of the whale. length : tokens that each text has."""

    question = "At which length do the caches of 32 readers weigh as much as the weights they share?"
    length = traitlets.Int(44, min=1, max=1000)

    def controls(self):
        return {"length": Slider((1, 10, 20, 30, 44, 60, 100, 200, 300, 500, 900), "tokens of each text")}

    def picture(self):
        return draw_batch_bytes(WHALE_WEIGHTS, WHALE_ROW, self.length)

    def words(self):
        total = 32 * self.length
        return (
            f"32 texts of {self.length} tokens have {total:,} cached tokens together. The whale's weights "
            f"are as large as {WHALE_WEIGHTS // WHALE_ROW:,} of them."
        )


class ServingExplorer(Explorer):
    """Forty readers, static batches of 8 and texts that come and go. gap : seconds between arrivals, on
    average."""

    question = (
        "When readers come further and further apart: which of the two improves, throughput or the wait?"
    )
    gap = traitlets.Float(0.1, min=0, max=0.6)

    def __init__(self, plan_step=None, **state):
        super().__init__(*([plan_step] if plan_step else []), **state)

    def controls(self):
        return {"gap": Slider((0.0, 0.05, 0.1, 0.25, 0.5), "seconds between arrivals", "{:.2f}".format)}

    def served(self):
        """{name: texts after they were served}"""
        plan = self.functions[0] if self.functions else _continuous
        ways = {}
        for name, how, together in (("static", static_plan, True), ("continuous", plan, False)):
            texts = trace(40, self.gap)
            serve(texts, how, whale_seconds, 8, 256, together)
            ways[name] = texts
        return ways

    def picture(self):
        return draw_served(
            {
                name: [(t.arrival, t.times[0], t.times[-1]) for t in texts]
                for name, texts in self.served().items()
            }
        )

    def words(self):
        rates = {
            name: sum(len(t.times) for t in texts) / (max(t.times[-1] for t in texts) - texts[0].arrival)
            for name, texts in self.served().items()
        }
        return f"Tokens a second: {rates['static']:.0f} static, {rates['continuous']:.0f} continuous."


def _continuous(running: list, waiting: deque, max_batch, budget):
    while waiting and len(running) < max_batch:
        running.append(waiting.popleft())
    plan = []
    for text in running:
        tokens = min(text.left, budget) if text.left else 1
        budget -= min(text.left, tokens)
        if tokens:
            plan.append((text, tokens))
    return plan
