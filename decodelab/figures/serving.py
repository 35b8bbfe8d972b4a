"""Figures about many texts at once: a batch's bytes, ragged lengths, who writes when, and the long prompt."""

import numpy as np
from matplotlib.patches import Rectangle

from ..palette import (
    CACHED,
    CACHED_TEXT,
    GREY_TEXT,
    INK,
    KEY,
    KEY_TEXT,
    MASK,
    ON_COLOUR,
    QUERY,
    RECOMPUTED,
    VALUE,
    WRONG,
    tint,
)
from .numbers import short_bytes, spaced
from .picture import Picture, drawing, label, notes_on, panel, quantity_axis

READERS = (CACHED, KEY, VALUE, WRONG, RECOMPUTED, QUERY)


@drawing
def draw_batch_bytes(weights, cache_bytes_a_token, lengths, batches=(1, 2, 4, 8, 16, 32)):
    """Bytes that a step reads for each number of texts: the weights once, the caches of all.

    weights : bytes of the weights; cache_bytes_a_token : of one text; lengths : tokens that each text has, an
              int
    """
    caches = np.array([b * lengths * cache_bytes_a_token for b in batches])
    share = caches[-1] / (caches[-1] + weights)
    figure = Picture(
        f"Weights are read once for all; at {batches[-1]} texts of {spaced(lengths)} tokens the caches are "
        f"{share:.0%} of the bytes"
    )
    axes = panel(figure, 111, "texts in a step", "bytes read in a step")
    x = np.arange(len(batches))
    axes.bar(x, np.full(len(x), weights), color=KEY, width=0.7)
    axes.bar(x, caches, bottom=weights, color=CACHED, width=0.7)
    axes.set_xticks(x, [str(b) for b in batches])
    quantity_axis(axes.yaxis, short_bytes)
    label(axes, -0.35, weights, "weights", KEY_TEXT, xytext=(0, 8))
    label(
        axes,
        len(x) - 1.4,
        weights + caches[-1],
        "caches of all texts",
        CACHED_TEXT,
        xytext=(0, 8),
        ha="right",
    )
    axes.set_ylim(0, 1.15 * (weights + caches[-1]))
    return figure


@drawing
def draw_ragged(lengths):
    """Texts of different lengths in one batch: what each needs, and what padding to the longest adds. lengths
    : ints."""
    longest, used = max(lengths), sum(lengths)
    wasted = 1 - used / (longest * len(lengths))
    figure = Picture(
        f"Padded to the longest text, {wasted:.0%} of the pairs are with nothing",
        height=0.9 + 0.3 * len(lengths),
    )
    axes = panel(figure, 111, "cached tokens", "text")
    rows = np.arange(len(lengths))
    axes.barh(rows, longest, color=tint(MASK, 0.3), height=0.8)
    axes.barh(rows, lengths, color=CACHED, height=0.8)
    axes.set_yticks(rows)
    axes.invert_yaxis()
    label(axes, longest, len(lengths) - 1, "padding", GREY_TEXT, ha="right", xytext=(-5, 0))
    label(axes, longest * 0.02, int(np.argmax(lengths)), "tokens", ON_COLOUR, xytext=(0, 0))
    return figure


@drawing
def draw_served(ways):
    """Who writes when: a bar for each text from its arrival to its last token, for several schedulers.

    ways : {name: [(arrival, time of the first token, time of the last token) of each text]}
    """
    ends = {name: max(last for _, _, last in texts) for name, texts in ways.items()}
    waits = {name: np.mean([first - arrival for arrival, first, _ in texts]) for name, texts in ways.items()}
    said = ", ".join(f"{name} {waits[name]:.2g} s" for name in ways)
    figure = Picture(
        f"How long a reader waits for the first token, on average: {said}", height=3.4, narrow_height=5.6
    )
    grid = figure.add_gridspec(*((len(ways), 1) if figure.narrow else (1, len(ways))))
    for i, (name, texts) in enumerate(ways.items()):
        axes = panel(figure, grid[i], "seconds", "text" if figure.narrow or i == 0 else "", name)
        for row, (arrival, first, last) in enumerate(texts):
            axes.add_patch(
                Rectangle((arrival, row - 0.4), first - arrival, 0.8, color=tint(MASK, 0.4), linewidth=0)
            )
            axes.add_patch(Rectangle((first, row - 0.4), last - first, 0.8, color=CACHED, linewidth=0))
        axes.set_xlim(0, max(ends.values()))
        axes.set_ylim(len(texts) - 0.3, -0.7)
        middle = len(texts) // 2
        label(
            axes,
            max(ends.values()),
            0.5,
            "grey: waiting, blue: writing",
            INK,
            ha="right",
            va="top",
            xytext=(-3, 0),
        ) if i == 0 else None
        axes.axvline(ends[name], color=INK, linewidth=0.8)
        label(axes, ends[name], middle, "all done", INK, ha="right", xytext=(-4, 0))
    return figure


@drawing
def draw_chunks(chunks, gaps, firsts, ridge=None):
    """The longest pause of those who write, and the wait of the long prompt, against the size of its chunks.

    chunks : (m,) tokens; gaps, firsts : (m,) seconds; ridge : tokens that an accelerator computes while it
             reads the weights
    """
    figure = Picture("Small chunks spare those who write, until the long prompt pays for it", height=3.2)
    axes = panel(figure, 111, "tokens of the long prompt in a step", "seconds")
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    axes.plot(chunks, gaps, "o-", color=CACHED, linewidth=1.8, markersize=5)
    axes.plot(chunks, firsts, "s-", color=KEY, linewidth=1.8, markersize=5)
    names = [
        (gaps[0], "longest pause of the others", CACHED_TEXT, 12),
        (firsts[0], "first token of the long prompt", KEY_TEXT, 10),
    ]
    if figure.narrow:
        notes_on(axes, [(f"■ {name}", colour) for _, name, colour, _ in names])
    else:
        for at, name, colour, above in names:
            label(axes, chunks[0], at, name, colour, xytext=(6, above))
    if ridge:
        axes.axvline(ridge, color=INK, linewidth=0.8, linestyle=(0, (4, 3)))
        label(axes, ridge, max(firsts), f"ridge point: {ridge:.0f}", INK, xytext=(5, 0))
    axes.set_xticks(chunks, [spaced(int(c)) for c in chunks])
    axes.minorticks_off()
    quantity_axis(axes.yaxis, lambda s: f"{s:g} s")
    return figure
