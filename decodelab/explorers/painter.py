"""Which keys may the queries of a chunk use, when some tokens are cached already?"""

import ipywidgets as widgets
import numpy as np
import traitlets

from ..figures import draw_mask_difference
from .explorer import Explorer
from .grid import Grid


class MaskPainter(Explorer):
    """Set the mask of a chunk cell by cell, then have it checked.

    cached : tokens in the cache; chunk : new tokens; mask : tuple of rows, tuples of bools; checked : whether
    the verdict is shown
    """

    question = "Which keys may each new query use? Set the cells that are True."
    cached = traitlets.Int(2, min=0, max=8)
    chunk = traitlets.Int(3, min=1, max=8)
    mask = traitlets.Tuple()
    checked = traitlets.Bool(False)

    def controls(self):
        keys = [f"key {j}" for j in range(self.cached + self.chunk)]
        queries = [f"query {self.cached + i}" for i in range(self.chunk)]
        grid = Grid(queries, keys, f"{self.cached} cached | {self.chunk} new", self.cached)
        if not self.mask:
            self.mask = grid.value
        return {"mask": grid, "checked": widgets.Checkbox(description="check it")}

    @traitlets.observe("mask")
    def _not_checked_any_more(self, change):
        if change.old:
            self.checked = False

    def wanted(self):
        """(chunk, cached + chunk) bool: everything cached, and of the chunk what is not later than the
        query."""
        return np.tri(self.chunk, self.cached + self.chunk, k=self.cached, dtype=bool)

    def picture(self):
        return draw_mask_difference(self.wanted(), np.array(self.mask)) if self.checked else None

    def words(self):
        if not self.checked:
            return (
                "Click cells, walk with the arrow keys and press the space bar, or type the "
                "rows: T or . for each key."
            )
        wanted, given = self.wanted(), np.array(self.mask)
        if (wanted == given).all():
            return (
                "So it is: all that is cached, and of the chunk what is not later than the "
                "query. Why is it a triangle?"
            )
        if (given == np.tri(*given.shape, dtype=bool)).all():
            return (
                "Your triangle starts at the top left. Which position in the text does the first new query "
                "have, and may it use its own key?"
            )
        row = int(np.flatnonzero((wanted != given).any(axis=1))[0])
        if (given & ~wanted)[row].any():
            return (
                f"Query {self.cached + row} may not use a key that comes after it. Which "
                "of its cells are those?"
            )
        return (
            f"Query {self.cached + row} may use more than you gave it. Which tokens have been "
            "written when it comes?"
        )
