"""How few bits does a key need? What the model loses, for the bytes it saves."""

import traitlets

from ..figures import draw_losses
from ..rounding import measured_losses
from .choice import Choice
from .explorer import Explorer
from .slider import Slider

WIDTH = 192
"""Numbers of a row of the whale's caches."""

SCALES = {"row": 4 / WIDTH, "channel": 0.0, "all": 0.0}
"""Bytes that a scale adds to each number; of a channel's, shared by all rows, next to none is left."""


class RoundingExplorer(Explorer):
    """Bits of a number, and what has a scale of its own: what the whale loses on chapters that it never read.

    bits : 8, 4, 3 or 2; by : "row", "channel" or "all"
    """

    question = "How few bits can keys and values have before the model notices?"
    bits = traitlets.Enum([2, 3, 4, 8], default_value=8)
    by = traitlets.Enum(["row", "channel", "all"], default_value="row")

    def controls(self):
        return {
            "bits": Slider([2, 3, 4, 8], "bits a number"),
            "by": Choice(["row", "channel", "all"], "a scale for each"),
        }

    def losses(self):
        """{"keys", "values", "both": {bits: nats a character more}} for scales of this kind."""
        found = {"keys": {}, "values": {}, "both": {}}
        for (bits, by, what), (nats, _) in measured_losses().items():
            if by == self.by:
                found[what][bits] = nats
        return found

    def picture(self):
        return draw_losses(self.losses(), self.bits)

    def words(self):
        measured = measured_losses()
        nats, error = measured[self.bits, self.by, "both"]
        keys, values = (measured[self.bits, self.by, what][0] for what in ("keys", "values"))
        number = self.bits / 8 + SCALES[self.by]
        noticed = (
            f"{nats:.4f} nats a character more (± {error:.4f}), keys alone {keys:.4f}, "
            f"values alone {values:.4f}"
            if nats > 2 * error
            else "nothing that could be told from chance"
        )
        return (
            f"A number takes {number:.2f} bytes with its scale, {4 / number:.1f} times less than float32, "
            f"and costs {noticed}."
        )
