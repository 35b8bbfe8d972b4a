"""What do the two products cost, and what the rest?"""

import ipywidgets as widgets
import numpy as np
import traitlets

from ..figures import draw_metered, draw_products_and_rest
from ..figures.numbers import spaced
from ..meter import Meter
from .explorer import Explorer
from .slider import Slider
from .theirs import NotWrittenError, TheirError, told

LENGTHS = [2**p for p in range(6, 14)]
WIDTHS = [16, 32, 64, 128]


class CostExplorer(Explorer):
    """Choose length, width and heads, with a cache or without: the two products together, beside the
    projections.

    n : tokens so far; d_head : width of a head; n_heads : heads; cached : whether keys and values are kept.
    Multiply-adds of one layer's attention for one more token, d_model = n_heads·d_head: with a cache the two
    products cost n·d_head a head each and the four projections d_model² each; without, n²·d_head and
    n·d_model².

    `CostExplorer(decode_step, KVCache)` runs these under the meter instead: one head, a line for each line of
    code.
    """

    n = traitlets.Enum(LENGTHS, default_value=1024)
    d_head = traitlets.Enum(WIDTHS, default_value=64)
    n_heads = traitlets.Int(4, min=1, max=32)
    cached = traitlets.Bool(True)

    @property
    def question(self):
        if self.functions:
            return "What does one more token cost in the code you wrote?"
        return "What does one more token cost in one layer: the two products, and the rest?"

    def controls(self):
        controls = {
            "n": Slider(LENGTHS, "tokens so far, n", spaced),
            "d_head": Slider(WIDTHS, "width of a head, d"),
        }
        if not self.functions:
            controls["n_heads"] = Slider(range(1, 33), "heads, h")
            controls["cached"] = widgets.Checkbox(description="use a cache")
        return controls

    def costs(self, n):
        """Multiply-adds at length n: (each of the two products, the four projections)."""
        d_model = self.n_heads * self.d_head
        rows = 1 if self.cached else n
        return rows * n * d_model, rows * 4 * d_model**2

    def metered(self):
        """A Meter that counted one step of the given code at each of `lengths`."""
        decode_step, KVCache = self.functions
        try:
            return _metered(decode_step, KVCache, self.lengths(), self.d_head)
        except NotImplementedError:
            raise NotWrittenError("Your decode_step or your KVCache is not written yet.") from None
        except Exception as error:  # whatever it is, it is theirs to see
            raise TheirError(f"Your step did not run with d = {self.d_head}. {told(error)}") from error

    def lengths(self):
        return [self.n * eighth // 8 for eighth in range(1, 9)]

    def picture(self):
        if self.functions:
            return draw_metered(self.metered())
        products, rest = np.array([self.costs(n) for n in self.lengths()]).T
        return draw_products_and_rest(self.lengths(), 2 * products, rest)

    def words(self):
        if self.functions:
            return self._words_of_a_count()
        product, rest = self.costs(self.n)
        share = 100 * 2 * product / (2 * product + rest)
        twice = sum(self.costs(2 * self.n)) + self.costs(2 * self.n)[0]
        return (
            f"At {spaced(self.n)} tokens: {spaced(2 * product)} multiply-adds in the two products, "
            f"{spaced(rest)} in the projections; the products are {share:.0f} % of it. Twice the length "
            f"would cost {twice / (2 * product + rest):.2f} times as much."
        )

    def _words_of_a_count(self):
        counted = self.metered().by_length[self.n].total.multiply_adds
        needed = 2 * self.n * self.d_head
        return (
            f"At {spaced(self.n)} tokens your step takes {spaced(counted)} multiply-adds; "
            f"the two products need {spaced(needed)}, which is n · (d_k + d_v)."
        )


def _metered(decode_step, KVCache, lengths, width):
    rng = np.random.default_rng(0)
    meter = Meter(decode_step, KVCache)
    for n in lengths:
        cache = KVCache(width, width)
        keys, values, (q, k, v) = *rng.normal(size=(2, n - 1, width)), rng.normal(size=(3, width))
        cache.append(keys, values)
        with meter.at(n):
            decode_step(q, k, v, cache)
    return meter
