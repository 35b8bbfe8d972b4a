"""Figures about attention without a table of scores: one pass over blocks, and the tiles that are worked
out."""

import numpy as np

from ..palette import CACHED, INK, KEY, MASK, QUERY, QUERY_TEXT, tint
from .numbers import decimal
from .picture import Picture, drawing, grid_panel, label, panel


@drawing
def draw_one_pass(scores, size, done):
    """Scores of one query block by block: the largest so far, and the exponentials that the sum so far is
    made of.

    scores : (n,) floats; size : of a block; done : how many blocks have gone by, 0 or more
    """
    scores = np.asarray(scores, dtype=float)
    seen = min(done * size, len(scores))
    largest = scores[:seen].max(initial=-np.inf)
    exps = np.exp(scores[:seen] - largest) if seen else np.zeros(0)
    figure = Picture(
        f"After {done} block{'s' * (done != 1)}: largest score {decimal(largest)}, sum "
        f"{decimal(exps.sum(), 2)}"
        if seen
        else "Before the first block there is no largest score",
        height=2.8,
        narrow_height=5.0,
    )
    x = np.arange(len(scores))
    now = (x >= seen - size) & (x < seen)
    colours = np.where(now, QUERY, np.where(x < seen, KEY, tint(MASK, 0.35)))
    first, second = figure.places(2)
    axes = panel(figure, first, "key", "score")
    axes.bar(x, scores, color=colours, width=0.8)
    axes.axhline(0, color=INK, linewidth=0.6)
    if seen:
        axes.axhline(largest, color=INK, linewidth=1, linestyle=(0, (4, 3)))
    axes.set_ylim(min(scores.min() - 1.0, 0), scores.max() + 1.8)
    label(axes, 0, 1, "blue: this block, grey: to come", QUERY_TEXT, xycoords="axes fraction", xytext=(3, -4))
    axes = panel(figure, second, "key", "exp(score − largest so far)")
    axes.bar(x[:seen], exps, color=colours[:seen], width=0.8)
    axes.set_xlim(-0.8, len(scores) - 0.2)
    axes.set_ylim(0, 1.15)
    for ax in figure.axes:
        for border in range(size, len(scores), size):
            ax.axvline(border - 0.5, color=tint(MASK, 0.8), linewidth=0.6)
        ax.set_xticks(x[::size])
    return figure


@drawing
def draw_tiles(n, size):
    """The tiles of a causal table of n × n scores: whole ones, those on the diagonal, and those never worked
    out."""
    across = -(-n // size)
    computed = across * (across + 1) // 2
    figure = Picture(
        f"{computed} of {across * across} tiles are worked out, one at a time; the "
        f"{across * across - computed} above the diagonal never",
        height=2.6,
        narrow_height=3.6,
    )
    colours = [
        [CACHED if left < top else KEY if left == top else tint(MASK, 0.25) for left in range(across)]
        for top in range(across)
    ]
    heading = "blue: every key may be used, orange: on the diagonal, masked"
    grid_panel(figure, 111, colours, "tile of keys", "tile of queries", heading)
    return figure
