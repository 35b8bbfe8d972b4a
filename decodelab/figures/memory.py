"""Figures about the memory of caches: what is reserved and used over time, a pool of blocks, prefixes as a
tree."""

import numpy as np
from matplotlib.patches import Rectangle

from ..blocks import blocks_of
from ..palette import (
    CACHED,
    GREY_TEXT,
    GRID,
    INK,
    KEY,
    MASK,
    ON_COLOUR,
    QUERY,
    QUERY_TEXT,
    RECOMPUTED,
    VALUE,
    WRONG,
    tint,
)
from .numbers import spaced
from .picture import TEXT, Picture, drawing, label, panel, quantity_axis

TEXT_COLOURS = (CACHED, KEY, VALUE, WRONG, RECOMPUTED, QUERY)
"""Of texts a, b, c …; behind the last they begin anew, and every block has its text's name in it as well."""


@drawing
def draw_memory_over_time(rows, ways):
    """Rows given to texts and rows that hold tokens, step by step, for several ways to give memory.

    rows : of the whole memory
    ways : {name: (texts, used, given)} as `decodelab.memory_use.memory_over_time` returns them, each (steps,)
    """
    shares = [f"{name}: {used.mean() / rows:.0%}" for name, (_, used, _) in ways.items()]
    figure = Picture(
        f"How much of the memory holds tokens. {', '.join(shares)}", height=3.0, narrow_height=4.6
    )
    grid = figure.add_gridspec(*((len(ways), 1) if figure.narrow else (1, len(ways))))
    for i, (name, (texts, used, given)) in enumerate(ways.items()):
        axes = panel(figure, grid[i], "step", "rows of the cache" if figure.narrow or i == 0 else "", name)
        quantity_axis(axes.yaxis, spaced)
        steps = np.arange(len(used))
        axes.fill_between(steps, given, color=tint(MASK, 0.4), linewidth=0)
        axes.fill_between(steps, used, color=CACHED, linewidth=0)
        axes.axhline(rows, color=INK, linewidth=1)
        axes.set_ylim(0, rows * 1.25)
        axes.set_xlim(0, len(used) - 1)
        label(axes, steps[-1] * 0.03, rows, f"{texts.mean():.0f} texts at once", xytext=(0, 7))
        label(axes, steps[-1] * 0.05, used.mean() / 2, "rows that hold tokens", ON_COLOUR, xytext=(0, 0))
        if given.mean() - used.mean() > 0.2 * rows:
            label(
                axes,
                steps[-1] * 0.05,
                (given.mean() + used.mean()) / 2,
                "given, and empty",
                GREY_TEXT,
                xytext=(0, 0),
            )
    return figure


@drawing
def draw_pool(pool, texts):
    """A pool of blocks: which rows hold tokens of which text, and how many texts hold each block.

    pool  : a BlockPool of at most 40 blocks
    texts : {name: cache}
    """
    held = sum(count > 0 for count in pool.holders)
    shared = sum(count > 1 for count in pool.holders)
    tokens = sum(len(cache) for cache in texts.values())
    more = f", {shared} of them by more than one text" if shared else ""
    n, size = len(pool.holders), pool.block_size
    figure = Picture(
        f"{tokens} tokens of {len(texts)} texts: {held} of {n} blocks are held{more}",
        height=0.5 + 0.62 * -(-n // 8),
        narrow_height=0.5 + 0.5 * -(-n // 3),
    )
    across = min(n, 3 if figure.narrow else 8)
    axes = figure.add_subplot()
    axes.set_axis_off()
    owners = {block: [] for block in range(n)}
    used = dict.fromkeys(range(n), 0)
    for name, cache in texts.items():
        for block, rows in blocks_of(cache, pool):
            owners[block].append(name)
            used[block] = max(used[block], rows)
    colours = dict(zip(texts, TEXT_COLOURS * len(texts)))
    for block in range(n):
        x, y = (block % across) * (size + 0.8), -(block // across) * 2.0
        for row in range(size):
            full = row < used[block]
            colour = colours[owners[block][0]] if owners[block] and full else tint(MASK, 0.25)
            axes.add_patch(Rectangle((x + row, y), 0.92, 0.9, facecolor=colour, edgecolor="none"))
        who = "+".join(owners[block]) if len(owners[block]) <= 3 else f"{len(owners[block])} texts"
        axes.text(
            x, y - 0.12, f"{block}: {who or 'free'}", va="top", fontsize=TEXT, color=INK if who else GREY_TEXT
        )
    axes.set_xlim(-0.2, across * (size + 0.8))
    axes.set_ylim(-(-(-n // across) - 1) * 2.0 - 1.1, 1.1)
    return figure


@drawing
def draw_prefixes(known, size, tokens=()):
    """Known prefixes as a tree of blocks, and the path that a new text can take.

    known  : {prefix, a tuple of tokens: block}; prefixes are whole numbers of blocks long
    size   : tokens of a block
    tokens : of the new text
    """
    path, end = [], size
    while end < len(tokens) and tuple(tokens[:end]) in known:
        path.append(tuple(tokens[:end]))
        end += size
    saved = len(path) * size
    figure = Picture(
        f"Of {len(tokens)} tokens, {saved} stand in blocks that are there already"
        if len(tokens)
        else "What is known, block by block",
        height=0.6
        + 0.5 * max(1, sum(not any(p[: len(q)] == q and len(p) > len(q) for p in known) for q in known)),
    )
    axes = figure.add_subplot()
    axes.set_axis_off()
    places, line = {}, 0
    for prefix in sorted(known):
        depth = len(prefix) // size
        parent = prefix[:-size]
        if parent in places and not any(
            p[:-size] == parent for p in places if p != parent and len(p) == len(prefix)
        ):
            y = places[parent][1]
        else:
            y, line = -line, line + 1
        places[prefix] = (depth, y)
        colour = CACHED if prefix in path else tint(MASK, 0.3)
        axes.add_patch(Rectangle((depth - 0.45, y - 0.3), 0.8, 0.6, facecolor=colour, edgecolor="none"))
        axes.text(
            depth - 0.05,
            y,
            " ".join(map(str, prefix[-size:])),
            ha="center",
            va="center",
            fontsize=TEXT,
            color=ON_COLOUR if prefix in path else INK,
        )
        if parent in places:
            axes.plot(
                [depth - 0.65, depth - 0.45],
                [places[parent][1], y],
                color=GRID if prefix not in path else QUERY,
                linewidth=1.5,
            )
    for depth in range(1, max((len(p) // size for p in known), default=1) + 1):
        axes.text(depth - 0.05, 0.75, f"block {depth - 1}", ha="center", fontsize=TEXT, color=QUERY_TEXT)
    axes.set_xlim(0.4, max((len(p) // size for p in known), default=1) + 0.6)
    axes.set_ylim(-max(line, 1) + 0.4, 1.1)
    return figure
