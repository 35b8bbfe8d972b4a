"""Whose keys may a query use, and what moves when the mask is wrong?"""

import numpy as np
import traitlets

from ..figures import draw_mask_and_leak
from ..perturbation import row_shifts
from .choice import Choice
from .explorer import Explorer
from .slider import Slider
from .theirs import call

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

    n_tokens : length; query : the row looked at, 0 … n_tokens−1; mask : a name of MASKS; leaks : whether
    what moves with other tokens is shown beside the mask

    `MaskExplorer(causal_attention)` looks at that function instead: the keys each query uses are those whose
    values get a weight, and what moves is what it moves.
    """

    n_tokens = traitlets.Int(8, min=2, max=16)
    query = traitlets.Int(3, min=0)
    mask = traitlets.Enum(list(MASKS), default_value=list(MASKS)[0])
    leaks = traitlets.Bool(True)

    @property
    def question(self):
        if self.functions:
            moves = ", and what moves its outputs" if self.leaks else ""
            return f"Which keys do the queries of your attention use{moves}?"
        return "Which keys may a query use, and what happens when the mask is wrong?"

    @traitlets.validate("query")
    def _query_is_a_token(self, proposal):
        return min(proposal.value, self.n_tokens - 1)

    @traitlets.observe("n_tokens")
    def _fewer_tokens(self, change):
        self.query = min(self.query, self.n_tokens - 1)
        if hasattr(self, "_controls"):
            self._controls["query"].values = list(range(self.n_tokens))

    def controls(self):
        choice = {} if self.functions else {"mask": Choice(MASKS, "mask")}
        return {
            "query": Slider(range(self.n_tokens), "query i"),
            **choice,
            "n_tokens": Slider(range(2, 17), "tokens"),
        }

    def allowed(self):
        """(n, n) bool: the mask chosen, or whom the given function gives a weight."""
        if self.functions:
            return weights_of(self.functions[0], self.n_tokens) != 0
        i, j = np.indices((self.n_tokens, self.n_tokens))
        return MASKS[self.mask](i, j)

    def picture(self):
        mask = self.allowed()
        if not self.leaks:
            return draw_mask_and_leak(mask, self.query, None)
        moved = what_theirs_moves(self.functions[0], self.n_tokens) if self.functions else what_moves(mask)
        return draw_mask_and_leak(mask, self.query, moved)

    def words(self):
        mask = self.allowed()
        row = mask[self.query]
        if not row.any():
            return (
                f"Query {self.query} has no key left to share its weight among: its softmax divides nothing "
                "by nothing, and its output is not a number."
            )
        future = int(row[self.query + 1 :].sum())
        lacks = "" if row[self.query] else " It may not even use itself."
        whose = "Your attention" if self.functions else "The mask"
        return (
            f"Query {self.query} shares its weight of 1 among {row.sum()} of {self.n_tokens} keys, "
            f"{future or 'none'} of them from the future.{lacks} {whose} lets {mask.sum()} pairs through; "
            f"causal attention needs {self.n_tokens * (self.n_tokens + 1) // 2}."
        )


def weights_of(attention, n, width=4):
    """(n, n) floats: the weights in `attention(Q, K, V)`. With one-hot values, output row i is row i of the
    weights.

    Raises TheirError where the function raises or gives something else than an (n, n) array then.
    """
    queries, keys = np.random.default_rng(0).normal(size=(2, n, width))
    return call(attention, queries, keys, np.eye(n), shape=(n, n))


def what_theirs_moves(attention, n, width=4):
    """(n, n) floats: how far each output row of `attention(Q, K, V)` moves when one token is changed."""

    def careful(*arrays):
        return call(attention, *arrays, shape=(n, width))

    return row_shifts(careful, n, width)


def what_moves(mask, width=4):
    """(n, n) floats: how far each output row of attention under this mask moves when one token is changed.

    mask : (n, n) bool. A row without any key is not a number before and after, and counts as not moved.
    """
    moved = row_shifts(lambda *arrays: _attend(*arrays, mask), len(mask), width)
    return np.where(moved < 1e-9, 0.0, moved)  # less is rounding


def _attend(queries, keys, values, mask):
    weights = np.exp(queries @ keys.T / np.sqrt(keys.shape[1])) * mask
    total = weights.sum(axis=1, keepdims=True)
    return weights @ values / np.where(total == 0, 1, total)
