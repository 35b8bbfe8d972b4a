"""How long does one step of a real model take, and what is it waiting for?"""

import numpy as np
import traitlets

from ..figures import draw_step_parts
from ..figures.numbers import short_bytes, short_count, short_length, short_seconds, spaced
from ..published_models import MODELS as PUBLISHED
from .choice import Choice
from .explorer import Explorer
from .slider import Slider

MODELS = {m.name: m for m in PUBLISHED if m.context > 1024}
BANDWIDTHS = [20e9, 50e9, 100e9, 200e9, 400e9, 800e9, 1.6e12, 3.35e12]  # bytes a second: laptop … accelerator
BATCHES = [2**p for p in range(7)]
CONTEXTS = [1024 * 2**p for p in range(8)]


class LatencyExplorer(Explorer):
    """Choose memory bandwidth, model, batch and context: how a step's time divides into weights and cache.

    bandwidth : bytes a second; model : a name of MODELS; batch : sequences at once; context : tokens in each.
    A lower bound: every weight and every cached key and value read once, nothing else counted. (A mixture of
    arithmetic, launches and traffic between machines comes on top.)
    """

    question = "How long does one step of a real model take at least, and what does it wait for?"
    bandwidth = traitlets.Enum(BANDWIDTHS, default_value=3.35e12)
    model = traitlets.Enum(list(MODELS), default_value="Llama 3.1 8B")
    batch = traitlets.Enum(BATCHES, default_value=1)
    context = traitlets.Enum(CONTEXTS, default_value=8192)

    def controls(self):
        return {
            "model": Choice(MODELS, "model"),
            "bandwidth": Slider(BANDWIDTHS, "memory bandwidth", lambda rate: f"{short_bytes(rate)}/s"),
            "batch": Slider(BATCHES, "sequences at once"),
            "context": Slider(CONTEXTS, "tokens in each", short_length),
        }

    def bytes_read(self, context):
        """(bytes of the weights, bytes of all caches) one step reads at this context."""
        m = MODELS[self.model]
        return m.weight_bytes, m.cache_bytes_a_token * context * self.batch

    def picture(self):
        lengths = np.linspace(0, max(2 * self.context, 16384), 33).astype(int)
        weights, caches = self.bytes_read(lengths)
        return draw_step_parts(
            lengths,
            {"reading the weights": weights / self.bandwidth, "reading the cache": caches / self.bandwidth},
            self.context,
        )

    def words(self):
        weights, caches = self.bytes_read(self.context)
        seconds = (weights + caches) / self.bandwidth
        together = " for all sequences together" if self.batch > 1 else ""
        return (
            f"One step reads {short_bytes(weights)} of weights and {short_bytes(caches)} of keys and values: at least "
            f"{short_seconds(seconds)}, so at most {short_count(self.batch / seconds)} tokens a second{together}. "
            f"Both have to fit into memory: {short_bytes(weights + caches)}. The cache is as large as the weights at {spaced(weights * self.context / caches)} tokens in each."
        )
