"""What does the width of keys do to the weights, and what does dividing by √d_k?"""

import ipywidgets as widgets
import numpy as np
import traitlets

from ..figures import draw_scores_and_weights
from .explorer import Explorer
from .slider import Slider
from .theirs import call

WIDTHS = [4, 16, 64, 256, 1024]


class ScaleExplorer(Explorer):
    """Random queries and keys of any width: their scores, and the weights that softmax makes of them.

    d_k : numbers in a query and in a key; divided : whether scores are divided by √d_k; draw : which random
          numbers

    `ScaleExplorer(softmax)` takes yours.
    """

    question = "What do wide keys do to the weights, and what does dividing by √d_k?"
    d_k = traitlets.Enum(WIDTHS, default_value=64)
    divided = traitlets.Bool(False)
    draw = traitlets.Int(1, min=1, max=9)

    def controls(self):
        return {
            "d_k": Slider(WIDTHS, "width of a key, d_k"),
            "draw": Slider(range(1, 10), "draw"),
            "divided": widgets.Checkbox(description="divide by √d_k"),
        }

    def scores(self):
        """(8,) dot products of a random query with eight random keys, divided or not."""
        rng = np.random.default_rng(self.draw)
        products = rng.normal(size=(8, self.d_k)) @ rng.normal(size=self.d_k)
        return products / np.sqrt(self.d_k) if self.divided else products

    def weights(self):
        """(8,): softmax of the scores, by the function given or by ours."""
        scores = self.scores()
        if self.functions:
            return call(self.functions[0], scores, shape=scores.shape)
        exps = np.exp(scores - scores.max())
        return exps / exps.sum()

    def picture(self):
        return draw_scores_and_weights(self.scores(), self.weights())

    def words(self):
        scores, weights = self.scores(), self.weights()
        largest = weights.max()
        slope = largest * (1 - largest)
        moves = "much" if slope > 0.1 else "little" if slope > 0.01 else "next to nothing"
        return (
            f"The scores spread by {scores.std():.1f} (√d_k is {np.sqrt(self.d_k):g}). The largest weight "
            f"is {100 * largest:.1f} %. If its score rises by a hair, the weight rises by w · (1 − w) = "
            f"{slope:.2g} hairs: training could move it {moves}."
        )
