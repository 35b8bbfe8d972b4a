"""What does one more token of my model cost, on which machine, and has anybody measured something like it?"""

from html import escape
from math import inf, log

import ipywidgets as widgets
import traitlets

from decodelab import floor, published
from decodelab.config_json import model_of, window_of

from ..figures import draw_step_parts
from ..figures.numbers import short_bytes, short_count, short_length, short_seconds, spaced
from .explorer import Explorer
from .menu import Menu
from .slider import Slider

BITS = [2, 3, 4, 5, 6, 8, 16]
BATCHES = [2**p for p in range(9)]
CONTEXTS = [512 * 2**p for p in range(9)]
COUNTS = [1, 2, 4, 8]
NEAREST = 4
"""Measurements shown beside a prediction."""


class PriceExplorer(Explorer):
    """Choose a model, or paste its config.json, and a machine: the floor of a step, what fits, what others
    measured.

    model : a name of published.MODELS; sizes : a config.json or plain sizes as JSON, taken instead of `model`
            unless empty
    machine : a name of published.MACHINES; n_machines : over which every matrix is split
    weight_bits, cache_bits : of one number; batch : sequences at once; context : tokens in each
    A lower bound: see decodelab.floor. What fits is counted without the room that a program needs for itself.
    """

    question = "What does one more token of your model cost at least, and what has been measured near it?"
    model = traitlets.Enum(list(published.MODELS), default_value="Llama 3.1 8B")
    sizes = traitlets.Unicode()
    machine = traitlets.Enum(list(published.MACHINES), default_value="RTX 4090 24GB")
    n_machines = traitlets.Enum(COUNTS, default_value=1)
    weight_bits = traitlets.Enum(BITS, default_value=16)
    cache_bits = traitlets.Enum(BITS, default_value=16)
    batch = traitlets.Enum(BATCHES, default_value=1)
    context = traitlets.Enum(CONTEXTS, default_value=4096)

    def __init__(self, **state):
        self._table = widgets.HTML()
        super().__init__(**state)
        self.children = [*self.children, self._table]

    def controls(self):
        rates = {
            m.name: f"{m.name}: {short_bytes(m.bytes_per_second)}/s" for m in published.MACHINES.values()
        }
        return {
            "model": Menu(published.MODELS, "model"),
            "sizes": widgets.Textarea(
                description="or your own",
                placeholder='paste a config.json, or {"parameters": 8e9, "n_layers": 32, "n_heads": 32, '
                '"n_kv_heads": 8, "d_head": 128}',
                rows=3,
                continuous_update=False,
            ),
            "machine": Menu(rates, "machine", rates.get),
            "n_machines": Slider(COUNTS, "how many of them"),
            "weight_bits": Slider(BITS, "bits of a weight"),
            "cache_bits": Slider(BITS, "bits in the cache"),
            "batch": Slider(BATCHES, "sequences at once"),
            "context": Slider(CONTEXTS, "tokens in each", short_length),
        }

    def chosen(self):
        """(Model, what is wrong with the pasted sizes, or is not counted, or "")."""
        if self.sizes.strip():
            try:
                model, window = model_of(self.sizes), window_of(self.sizes)
                return model, (
                    f"Some of its layers look back {spaced(window)} tokens at most, which is not counted "
                    "here: its cache can be smaller than said, and its steps shorter. "
                    if 0 < window < self.context
                    else ""
                )
            except ValueError as error:
                return published.MODELS[
                    self.model
                ], f"Your sizes can't be read: {error} This is {self.model}. "
        return published.MODELS[self.model], ""

    def as_measured(self):
        """The state as a Measurement without a value."""
        return published.Measurement(
            "yours",
            self.chosen()[0],
            published.MACHINES[self.machine],
            "ms_per_token",
            inf,
            self.batch,
            self.context,
            self.weight_bits,
            self.cache_bits,
            self.n_machines,
        )

    def picture(self):
        m = self.as_measured()
        rate = m.n_machines * m.machine.bytes_per_second
        lengths = sorted({*range(0, 2 * self.context + 1, self.context // 8)})
        weights, caches = zip(*(self._bytes(length) for length in lengths))
        return draw_step_parts(
            lengths,
            {
                "reading the weights": [w / rate for w in weights],
                "reading the cache": [c / rate for c in caches],
            },
            self.context,
        )

    def _bytes(self, context):
        """(bytes of weights, bytes of caches) a step reads; of a mixture of experts the active parameters."""
        m = self.as_measured()
        weights, caches = floor.bytes_a_step(m.model, m.batch, context, m.weight_bits, m.cache_bits)
        return (m.model.active * m.weight_bits / 8 if m.model.active else weights), caches

    def words(self):
        m = self.as_measured()
        seconds = floor.floor_of(m)
        weights, caches = self._bytes(self.context)
        waits = (
            "arithmetic"
            if seconds * m.n_machines > 1.001 * (weights + caches) / m.machine.bytes_per_second
            else "memory"
        )
        each = f", {short_count(1 / seconds)} for each reader" if self.batch > 1 else ""
        held, room = floor.bytes_held(m), m.n_machines * m.machine.memory_bytes
        a_sequence = self.context * floor.cache_bytes_a_token(m.model, m.cache_bits)
        fitting = int(max(0, room - m.model.parameters * m.weight_bits / 8) // a_sequence)
        machines = f"{m.n_machines} × {m.machine.name}" if m.n_machines > 1 else m.machine.name
        fit = (
            f"It needs {_gib(held)} of {_gib(room)}: room for {spaced(fitting)} such sequences."
            if held <= room
            else f"It does not fit: it needs {_gib(held)}, {machines} has {_gib(room)}; "
            + (f"{spaced(fitting)} such sequences would fit." if fitting else "not one such sequence would.")
        )
        passes = weights * self.context / caches
        return (
            f"{self.chosen()[1]}A step waits for {waits}: at least {short_seconds(seconds)}, so at most "
            f"{short_count(self.batch / seconds)} tokens a second{each}. {fit} Reading the cache takes "
            f"longer than reading the weights from {spaced(passes)} tokens in each sequence on."
        )

    def nearest(self):
        """The published decode steps most like this one, nearest first: [(Measurement, seconds, floor)]."""
        mine = self.as_measured()

        def like(m):
            """What decides a step: bandwidth, bytes, batch, machines; each counted in doublings."""
            moved = sum(floor.bytes_a_step(m.model, m.batch, m.context, m.weight_bits, m.cache_bits))
            return m.machine.bytes_per_second, moved, m.batch, m.n_machines

        def far(m):
            return sum(abs(log(a / b)) for a, b in zip(like(m), like(mine)))

        found = sorted(published.measurements(), key=far)[:NEAREST]
        return [(m, floor.seconds_a_step(m), floor.floor_of(m)) for m in found]

    def redraw(self):
        super().redraw()
        source = {row["id"]: (escape(row["source_url"]), escape(row["source"])) for row in published.rows()}
        heads = ("model", "machine", "batch", "tokens", "measured, ms", "floor, ms", "ratio", "source")
        lines = [
            (
                f"{escape(m.model.name)}, {m.weight_bits:.3g} bits",
                escape(m.machine.name) + f" × {m.n_machines}" * (m.n_machines > 1),
                str(m.batch),
                spaced(m.context),
                f"{1000 * seconds:.1f}",
                f"{1000 * least:.1f}",
                f"{seconds / least:.2f}",
                '<a href="{}" target="_blank" style="text-decoration: underline">{}</a>'.format(
                    *source[m.id]
                ),
            )
            for m, seconds, least in self.nearest()
        ]
        self._table.value = (
            '<table style="line-height: 1.4"><caption style="text-align: left">'
            "Published measurements nearest to this</caption>"
            f"<thead>{_line(heads, 'th')}</thead><tbody>{''.join(_line(cells, 'td') for cells in lines)}</tbody></table>"  # noqa: E501
        )


def _gib(number):
    return f"{number / published.GIB:.3g} GiB"


def _line(cells, tag):
    return "<tr>" + "".join(f'<{tag} style="padding: 0 .5em">{cell}</{tag}>' for cell in cells) + "</tr>"
