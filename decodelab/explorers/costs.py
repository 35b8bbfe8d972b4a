"""What do the two products cost, and what the rest?"""

import ipywidgets as widgets
import traitlets

from ..figures import draw_cost_lines
from ..figures.picture import spaced
from .explorer import Explorer
from .slider import Slider

LENGTHS = [2**p for p in range(6, 14)]
WIDTHS = [16, 32, 64, 128]


class CostExplorer(Explorer):
    """Choose length, width and heads, with a cache or without: the two products beside the projections.

    n : tokens so far; d_head : width of a head; n_heads : heads; cached : whether keys and values are kept.
    Multiply-adds of one layer's attention for one more token, d_model = n_heads·d_head: with a cache the two
    products cost n·d_head a head each and the four projections d_model² each; without, n²·d_head and n·d_model².
    """

    question = "What does one more token cost in one layer: the two products, and the rest?"
    n = traitlets.Enum(LENGTHS, default_value=1024)
    d_head = traitlets.Enum(WIDTHS, default_value=64)
    n_heads = traitlets.Int(4, min=1, max=32)
    cached = traitlets.Bool(True)

    def controls(self):
        return {
            "n": Slider(LENGTHS, "tokens so far, n", spaced),
            "d_head": Slider(WIDTHS, "width of a head, d"),
            "n_heads": Slider(range(1, 33), "heads, h"),
            "cached": widgets.Checkbox(description="use a cache"),
        }

    def costs(self, n):
        """Multiply-adds at length n: (each of the two products, the four projections)."""
        d_model = self.n_heads * self.d_head
        rows = 1 if self.cached else n
        return rows * n * d_model, rows * 4 * d_model**2

    def picture(self):
        lengths = [self.n * eighth // 8 for eighth in range(1, 9)]
        products, rest = zip(*map(self.costs, lengths))
        return draw_cost_lines(lengths, {"q · Kᵀ": products, "weights · V": products, "projections": rest})

    def words(self):
        product, rest = self.costs(self.n)
        share = 100 * 2 * product / (2 * product + rest)
        twice = sum(self.costs(2 * self.n)) + self.costs(2 * self.n)[0]
        return (
            f"At {spaced(self.n)} tokens: {spaced(2 * product)} multiply-adds in the two products, {spaced(rest)} in "
            f"the projections; the products are {share:.0f} % of it. Twice the length would cost "
            f"{twice / (2 * product + rest):.2f} times as much."
        )
