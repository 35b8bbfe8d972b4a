"""How long does one step of a real model take, and what is it waiting for?"""

import numpy as np
import traitlets

from ..figures import draw_step_parts
from ..figures.numbers import short_bytes, short_count, short_length, short_seconds, spaced
from ..published import MACHINES
from ..published import MODELS as PUBLISHED
from .choice import Choice
from .explorer import Explorer
from .menu import Menu
from .slider import Slider

MODELS = {
    name: PUBLISHED[name]
    for name in ("Llama 2 7B", "Mistral 7B", "Llama 3.1 8B", "Llama 3.1 70B", "Llama 3.1 405B")
}
BANDWIDTHS = {  # bytes a second
    "one core of a laptop": 15e9,
    "all cores of a laptop": 80e9,
    **{name: machine.bytes_per_second for name, machine in MACHINES.items()},
}
BATCHES = [2**p for p in range(7)]
CONTEXTS = [1024 * 2**p for p in range(8)]


class LatencyExplorer(Explorer):
    """Choose machine, model, batch and context: how a step's time divides into weights and cache.

    machine : a name of BANDWIDTHS; model : a name of MODELS; batch : sequences at once; context : tokens in
              each.
    A lower bound: every weight and every cached key and value read once, nothing else counted. (A mixture of
    arithmetic, launches and traffic between machines comes on top.)
    """

    question = "How long does one step of a real model take at least, and what does it wait for?"
    machine = traitlets.Enum(list(BANDWIDTHS), default_value="H100 SXM 80GB")
    model = traitlets.Enum(list(MODELS), default_value="Llama 3.1 8B")
    batch = traitlets.Enum(BATCHES, default_value=1)
    context = traitlets.Enum(CONTEXTS, default_value=8192)

    def controls(self):
        return {
            "model": Choice(MODELS, "model"),
            "machine": Menu(BANDWIDTHS, "machine", lambda name: f"{name}: {short_bytes(BANDWIDTHS[name])}/s"),
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
        rate = BANDWIDTHS[self.machine]
        return draw_step_parts(
            lengths,
            {"reading the weights": weights / rate, "reading the cache": caches / rate},
            self.context,
        )

    def words(self):
        weights, caches = self.bytes_read(self.context)
        seconds = (weights + caches) / BANDWIDTHS[self.machine]
        together = " for all sequences together" if self.batch > 1 else ""
        return (
            f"One step reads {short_bytes(weights)} of weights and {short_bytes(caches)} of keys and "
            f"values: at least {short_seconds(seconds)}, so at most {short_count(self.batch / seconds)} "
            f"tokens a second{together}. Both have to fit into memory: {short_bytes(weights + caches)}. The "
            f"cache is as large as the weights at {spaced(weights * self.context / caches)} tokens in each."
        )
