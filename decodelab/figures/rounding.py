"""Figures about rounded caches: a row on its number line, what the model loses for the bytes it saves, and a channel that shouts."""

import numpy as np

from ..palette import CACHED, CACHED_TEXT, INK, KEY, KEY_TEXT, MASK, tint
from .picture import Picture, drawing, label, panel


@drawing
def draw_rounded_row(row, bits=8):
    """A row's numbers above the marks that they may become, its largest magnitude the last mark.

    row : (d,) floats, not all 0; bits : of a number, of which one is its sign
    """
    row = np.asarray(row, dtype=float)
    levels = 2 ** (bits - 1) - 1
    scale = np.abs(row).max() / levels
    figure = Picture(
        f"{2 * levels + 1} marks, {scale:.2g} apart: no number is further than {scale / 2:.2g} from the next",
        height=1.5,
    )
    axes = panel(figure, 111, "a number of the row")
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.grid(visible=False)
    marks = scale * np.arange(-levels, levels + 1)
    axes.vlines(marks, 0, 0.45, color=tint(MASK, 0.9), linewidth=0.6 if levels > 30 else 1.2)
    rounded = np.round(row / scale) * scale
    axes.plot(row, np.full(len(row), 1.1), "v", color=KEY, markersize=7)
    axes.vlines(rounded, 0, 0.7, color=CACHED, linewidth=2)
    label(axes, 0, 1, "the row", KEY_TEXT, xycoords="axes fraction", xytext=(0, -2))
    label(axes, 1, 1, "what it becomes", CACHED_TEXT, xycoords="axes fraction", ha="right", xytext=(0, -2))
    axes.axhline(0, color=INK, linewidth=0.6)
    axes.set_ylim(0, 1.7)
    axes.set_xlim(1.03 * marks[0], 1.03 * marks[-1])
    return figure
