"""Whose keys may a query use, and what moves when the mask is wrong?"""

import ipywidgets as widgets
import numpy as np
import traitlets

from ..figures import draw_mask_and_leak
from .explorer import Explorer
from .slider import Slider

# Each takes the grids of query numbers i and key numbers j and says which pairs it lets through.
MASKS = {
    "causal: itself and the past": lambda i, j: j <= i,
    "no mask at all": lambda i, j: j >= 0,
    "one too far: the next token as well": lambda i, j: j <= i + 1,
    "the wrong way round: itself and the future": lambda i, j: j >= i,
    "too strict: the past without itself": lambda i, j: j < i,
}


class MaskExplorer(Explorer):
    """Move the query, see its keys; break the mask, see which outputs then move with later tokens.

    n_tokens : length; query : the row looked at, 0 … n_tokens−1; mask : a name of MASKS
    """

    question = "Which keys may a query use, and what happens when the mask is wrong?"
    n_tokens = traitlets.Int(8, min=2, max=16)
    query = traitlets.Int(3, min=0)
    mask = traitlets.Enum(list(MASKS), default_value=list(MASKS)[0])

    @traitlets.validate("query")
    def _query_is_a_token(self, proposal):
        return min(proposal.value, self.n_tokens - 1)

    @traitlets.observe("n_tokens")
    def _fewer_tokens(self, change):
        self.query = min(self.query, self.n_tokens - 1)
        if hasattr(self, "_controls"):
            self._controls["query"].values = list(range(self.n_tokens))

    def controls(self):
        return {
            "query": Slider(range(self.n_tokens), "query i"),
            "mask": widgets.RadioButtons(options=list(MASKS), description="mask"),
            "n_tokens": Slider(range(2, 17), "tokens"),
        }

    def allowed(self):
        """(n, n) bool: the mask chosen."""
        i, j = np.indices((self.n_tokens, self.n_tokens))
        return MASKS[self.mask](i, j)

    def picture(self):
        mask = self.allowed()
        return draw_mask_and_leak(mask, self.query, what_moves(mask))

    def words(self):
        mask = self.allowed()
        row = mask[self.query]
        if not row.any():
            return (
                f"Query {self.query} has no key left to share its weight among: its softmax divides nothing by "
                "nothing, and its output is not a number."
            )
        future = int(row[self.query + 1 :].sum())
        lacks = "" if row[self.query] else " It may not even use itself."
        return (
            f"Query {self.query} shares its weight of 1 among {row.sum()} of {self.n_tokens} keys, "
            f"{future or 'none'} of them from the future.{lacks} The mask lets {mask.sum()} pairs through; "
            f"causal attention needs {self.n_tokens * (self.n_tokens + 1) // 2}."
        )


def what_moves(mask, width=4):
    """(n, n) floats: how far each output row of attention under this mask moves when one token is changed.

    mask : (n, n) bool. A row without any key is not a number before and after, and counts as not moved.
    """
    n = len(mask)
    rng = np.random.default_rng(0)
    queries, keys, values = rng.normal(size=(3, n, width))
    before = _attend(queries, keys, values, mask)
    moved = np.zeros((n, n))
    for j in range(n):
        changed = [array.copy() for array in (queries, keys, values)]
        for array in changed:
            array[j] += 1.0
        moved[:, j] = np.abs(_attend(*changed, mask) - before).max(axis=1)
    return np.where(moved < 1e-9, 0.0, moved)  # less is rounding


def _attend(queries, keys, values, mask):
    weights = np.exp(queries @ keys.T / np.sqrt(keys.shape[1])) * mask
    total = weights.sum(axis=1, keepdims=True)
    return weights @ values / np.where(total == 0, 1, total)
