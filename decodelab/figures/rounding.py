"""Figures about rounded caches: a row on its number line, what the model loses for the bytes it saves, and a
channel that shouts."""

import numpy as np

from ..palette import CACHED, CACHED_TEXT, GREY_TEXT, INK, KEY, KEY_TEXT, MASK, VALUE, VALUE_TEXT, tint
from .numbers import decimal
from .picture import Picture, drawing, grid_panel, label, label_line_ends, panel


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


NOTICEABLE = 2e-4
"""Nats a character below which a loss is lost in its own error."""


@drawing
def draw_losses(losses, bits=None):
    """How much worse the model reads with keys, values or both rounded, for several numbers of bits.

    losses : {"keys", "values", "both": {bits: nats a character more}}, the same bits in each
    bits   : those that are looked at, marked by a line
    """
    kinds = sorted(losses["both"], reverse=True)
    few = kinds[-1]
    times = losses["keys"][few] / losses["values"][few]
    figure = Picture(
        f"The fewer bits, the worse it reads; at {few} bits keys suffer {times:.1f} times as much as values"
    )
    axes = panel(figure, 111, "bits a number", "nats a character more")
    axes.set_yscale("log")
    x = np.arange(len(kinds))
    ends = []
    for name, colour, text, marker in (
        ("both", CACHED, CACHED_TEXT, "o"),
        ("keys", KEY, KEY_TEXT, "D"),
        ("values", VALUE, VALUE_TEXT, "^"),
    ):
        shown = np.maximum([losses[name][b] for b in kinds], NOTICEABLE)
        axes.plot(x, shown, color=colour, marker=marker, linewidth=1.8, markersize=6)
        ends.append((x[-1], shown[-1], name, text))
    axes.set_xticks(x, [str(b) for b in kinds])
    axes.set_ylim(NOTICEABLE / 1.5, 1)
    axes.set_yticks([0.001, 0.01, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
    axes.minorticks_off()
    axes.axhspan(NOTICEABLE / 1.5, NOTICEABLE * 1.2, color=tint(MASK, 0.3), linewidth=0)
    label(axes, x[-1], NOTICEABLE, "no more than chance", GREY_TEXT, ha="right", xytext=(-8, 0))
    if bits in kinds:
        axes.axvline(kinds.index(bits), color=INK, linewidth=0.8, linestyle=(0, (4, 3)))
    label_line_ends(axes, ends)
    return figure


@drawing
def draw_shouting(keys, rounded):
    """Keys of which one channel is much larger than the others, exact and as they come back rounded.

    keys    : (n, d); at most 24 of them are shown
    rounded : {name: (keys as they come back (n, d), relative error of the attention output)}
    """
    said = ", ".join(f"{name} {decimal(error, 2)}" for name, (_, error) in rounded.items())
    figure = Picture(f"A channel that shouts: error of the output, {said}", height=1.5, narrow_height=4.6)
    shown = {"exact": keys} | {name: back for name, (back, _) in rounded.items()}
    for place, (name, numbers) in zip(figure.places(len(shown)), shown.items()):
        strength = np.minimum(1, np.abs(numbers[:16]) / 3)
        colours = [[tint(KEY, round(s, 1)) if s > 0.04 else tint(MASK, 0.2) for s in row] for row in strength]
        axes = grid_panel(figure, place, colours, "channel", "token", name, panels=len(shown), numbered=False)
        axes.set_anchor("NW")
    return figure
