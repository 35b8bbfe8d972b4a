"""Which outputs move when one token changes, and is that a leak?"""

import numpy as np
import traitlets

from ..figures import draw_leak
from .choice import Choice
from .explorer import Explorer
from .mask import MASKS, _attend
from .slider import Slider
from .theirs import call

PARTS = ["query, key and value", "its query", "its key", "its value"]
CHANGES = [1e-3, 1.0, 1e3, 1e6]


def _too_late(queries, keys, values):
    """Attention whose future is set to 0 after the softmax: later keys are in the sum that the past was
    divided by."""
    weights = np.exp(queries @ keys.T / np.sqrt(keys.shape[1]))
    return np.tril(weights / weights.sum(axis=1, keepdims=True)) @ values


def _with_mask(mask):
    def attention(queries, keys, values):
        return _attend(queries, keys, values, mask(*np.indices((len(queries), len(keys)))))

    return attention


BOXES = {
    "box 1": _with_mask(MASKS["causal: itself and the past"]),
    "box 2": _too_late,
    "box 3": _with_mask(MASKS["one too far: the next token as well"]),
    "box 4": _with_mask(MASKS["no mask at all"]),
}


class LeakExplorer(Explorer):
    """Change one token, see which outputs move: whatever moves in an earlier row has leaked.

    n_tokens : length; token : the one looked at, 0 … n_tokens−1; part : a name of PARTS, what is changed of
               it;
    change : how much is added, of CHANGES; box : a name of BOXES, attentions of ours

    `LeakExplorer(attention)` looks into that function instead.
    """

    n_tokens = traitlets.Int(6, min=2, max=8)
    token = traitlets.Int(4, min=0)
    part = traitlets.Enum(PARTS, default_value=PARTS[0])
    change = traitlets.Enum(CHANGES, default_value=1.0)
    box = traitlets.Enum(list(BOXES), default_value="box 2")

    @property
    def question(self):
        whose = "of your attention" if self.functions else "of this attention"
        return f"Which outputs {whose} move when a single token changes?"

    @traitlets.validate("token")
    def _there_is_such_a_token(self, proposal):
        return min(proposal.value, self.n_tokens - 1)

    @traitlets.observe("n_tokens")
    def _fewer_tokens(self, change):
        self.token = min(self.token, self.n_tokens - 1)
        if hasattr(self, "_controls"):
            self._controls["token"].values = list(range(self.n_tokens))

    def controls(self):
        choice = {} if self.functions else {"box": Choice(BOXES, "attention")}
        return {
            **choice,
            "token": Slider(range(self.n_tokens), "token j that changes"),
            "part": Choice(PARTS, "what changes"),
            "change": Slider(CHANGES, "by how much", "{:g}".format),
            "n_tokens": Slider(range(2, 9), "tokens"),
        }

    def moved(self):
        """(n, n) floats: how far output row i moves when only token j changes, at once for every j."""
        attention, n = self.functions[0] if self.functions else BOXES[self.box], self.n_tokens
        return what_moves_with(attention, n, PARTS.index(self.part), self.change)

    def picture(self):
        return draw_leak(self.moved(), self.token)

    def words(self):
        moved = self.moved()[:, self.token]
        early = [i for i in range(self.token) if moved[i] != 0]
        if early:
            return (
                f"Token {self.token} changed, and {_rows(early)} before it moved, the furthest by "
                f"{np.nanmax(moved[early]):.2g}: a leak."
            )
        still = [i for i in range(self.n_tokens) if moved[i] == 0]
        rest = f" {_rows(still).capitalize()} did not move by a single bit." if still else ""
        return f"Token {self.token} changed: no row before it moved.{rest}"


def what_moves_with(attention, n, part, change, width=4):
    """(n, n) floats ≥ 0: how far row i of `attention(Q, K, V)` moves when only token j changes; NaN where it
    is none.

    part : 0 changes the token's query, key and value, 1 to 3 one of them; change : what is added
    """
    arrays = np.random.default_rng(0).normal(size=(3, n, width))
    before = call(attention, *arrays, shape=(n, width))
    moved = np.empty((n, n))
    for j in range(n):
        changed = arrays.copy()
        changed[slice(None) if part == 0 else part - 1, j] += change
        with np.errstate(over="ignore", invalid="ignore"):
            moved[:, j] = np.abs(call(attention, *changed, shape=(n, width)) - before).max(axis=1)
    return moved


def _rows(numbers):
    return f"row{'s' * (len(numbers) > 1)} {', '.join(map(str, numbers))}"
