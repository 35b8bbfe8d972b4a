"""How can a softmax be worked out before all scores are known?"""

import numpy as np
import traitlets

from ..figures import draw_one_pass
from .explorer import Explorer
from .slider import Slider

SIZE = 4
"""Keys of a block."""


class OnePassExplorer(Explorer):
    """One query over 16 keys in four blocks: the largest score, the sum and the mixture after each of them.

    done : blocks that have gone by, 0 … 4; draw : which random scores
    """

    question = "What is known after each block, and what has to be put right when a larger score turns up?"
    done = traitlets.Int(2, min=0, max=4)
    draw = traitlets.Int(5, min=1, max=9)

    def controls(self):
        return {
            "done": Slider(range(5), "blocks gone by", pace=1200),
            "draw": Slider(range(1, 10), "draw"),
        }

    def tokens(self):
        """(scores, values), each (16,): values are single numbers."""
        rng = np.random.default_rng(self.draw)
        return 2.0 * rng.normal(size=16), rng.integers(0, 10, size=16).astype(float)

    def states(self):
        """[(largest, sum, mixture)] after no, one, … all blocks; the mixture is not divided yet."""
        scores, values = self.tokens()
        found = [(-np.inf, 0.0, 0.0)]
        for end in range(SIZE, 17, SIZE):
            exps = np.exp(scores[:end] - scores[:end].max())
            found.append((scores[:end].max(), exps.sum(), exps @ values[:end]))
        return found

    def picture(self):
        return draw_one_pass(self.tokens()[0], SIZE, self.done)

    def words(self):
        largest, total, mixture = self.states()[self.done]
        if not self.done:
            return (
                "Nothing has come yet: the sum is 0, the mixture too, and there is no largest score, which "
                "is −∞ in a program."
            )
        before = self.states()[self.done - 1]
        told = (
            f"Sum {total:.2f}, mixture {mixture:.2f}; the output so far is their quotient, "
            f"{mixture / total:.2f}. "
        )
        if self.done == 1:
            return told + "All of it is relative to the largest score of this first block."
        if largest > before[0]:
            return told + (
                f"This block had a larger score, {largest:.2f} instead of {before[0]:.2f}: sum and mixture "
                f"from before were multiplied by exp({before[0]:.2f} − {largest:.2f}) = "
                f"{np.exp(before[0] - largest):.3f}, and then this block's were added."
            )
        return told + "No score of this block is larger than those before, so nothing had to be put right."
