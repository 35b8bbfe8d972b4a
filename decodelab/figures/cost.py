"""Figures about what a token costs: the cache, counts against length, totals, counts beside times."""

import numpy as np

from ..palette import (
    CACHED,
    CACHED_TEXT,
    GREY_TEXT,
    INK,
    KEY,
    KEY_TEXT,
    MASK,
    RECOMPUTED,
    RECOMPUTED_TEXT,
    VALUE,
    VALUE_TEXT,
    WRONG,
    tint,
)
from .numbers import exactly, short_count, spaced, times_as_much
from .picture import (
    Picture,
    drawing,
    grid_panel,
    label_line_ends,
    lengths_axis,
    log_log,
    notes_on,
    panel,
    quantity_axis,
    styles_of,
)


@drawing
def draw_cache_growth(n_steps, upto_step=None):
    """The cache growing beside what recomputing does: one row of keys and values worked out a step, against
    all.

    n_steps : steps in the picture, one new token each; upto_step : last step drawn, 0 … n_steps−1 (default:
              all)
    """
    last = n_steps - 1 if upto_step is None else upto_step
    if not 0 <= last < n_steps:
        raise ValueError(f"upto_step is {last}, but {n_steps} steps are numbered 0 to {n_steps - 1}.")
    if last:
        title = (
            f"Step {last} works out 1 key and value and reads {last} from the cache; "
            f"without, it works out {last + 1}"
        )
    else:
        title = "Step 0 works out 1 key and value, with a cache and without"
    figure = Picture(title, height=3.5, narrow_height=5.6)
    places = figure.places()

    def cached(i, j):
        if i > last or j > i:
            return None
        return RECOMPUTED if i == j else CACHED if i == last else tint(CACHED, 0.5)

    def recomputed(i, j):
        if i > last or j > i:
            return None
        return RECOMPUTED if i == last else tint(RECOMPUTED, 0.55)

    for place, colour, heading, ylabel in (
        (places[0], cached, "with a cache", "step"),
        (places[1], recomputed, "without", ""),
    ):
        axes = grid_panel(
            figure,
            place,
            [[colour(i, j) for j in range(n_steps)] for i in range(n_steps)],
            "token",
            ylabel,
            heading,
            panels=2,
        )
        if colour is cached:
            notes = [
                ("worked out", RECOMPUTED_TEXT),
                ("read", CACHED_TEXT),
                ("pale: earlier steps", GREY_TEXT),
            ]
        else:
            notes = [("worked out, again", RECOMPUTED_TEXT)]
        notes_on(axes, notes, inside=True)
    return figure


@drawing
def draw_cost_lines(lengths, costs, unit="multiply-adds"):
    """Cost of one step against length, a line for each line of code, and what each new token adds.

    lengths : (m,) tokens; costs : {name: (m,) counts}, in the order they run; the first is drawn in the
              colour
    of keys, the second in that of values, the others in grey. unit : what is counted
    """
    lengths = np.asarray(lengths)
    costs = {name: np.asarray(c, dtype=float) for name, c in costs.items()}
    total = sum(costs.values())
    slopes = np.diff(total) / np.diff(lengths)
    if np.allclose(slopes, slopes[0], rtol=1e-9, atol=0):
        title = f"Each new token costs the same {exactly(slopes[0])} {unit} more"
    else:
        title = (
            f"Each new token costs more than the last: {short_count(slopes[0])} {unit} at the start, "
            f"{short_count(slopes[-1])} at the end"
        )
    figure = Picture(title, height=3.6)
    axes = panel(figure, 111, "tokens so far, n", f"{unit} in one step")
    styles = [(KEY, KEY_TEXT, "o"), (VALUE, VALUE_TEXT, "^")] + [(MASK, GREY_TEXT, "s")] * len(costs)
    ends = []
    for place, ((name, cost), (colour, dark, marker)) in enumerate(zip(costs.items(), styles)):
        # the two products often cost the same: a broad line stays visible under a thin one
        axes.plot(
            lengths,
            cost,
            color=colour,
            linewidth=1.8 if place or len(costs) == 1 else 5,
            marker=marker,
            markersize=4,
        )
        ends.append((lengths[-1], cost[-1], name, dark))
    if len(costs) > 1:
        axes.plot(lengths, total, color=INK, linewidth=1.8)
        ends.append((lengths[-1], total[-1], "together", INK))
    axes.set_xlim(0, lengths[-1])
    axes.set_ylim(0, max(total.max(), 1) * 1.05)
    lengths_axis(axes.xaxis, lengths)
    quantity_axis(axes.yaxis, short_count)
    label_line_ends(axes, ends)
    return figure


@drawing
def draw_metered(meter, lengths=None, unit="multiply-adds"):
    """What each line of the code under a Meter cost at each length it was run at: counted, nothing typed in.

    meter : a Meter that counted with `meter.at(n)`; lengths : those to draw, two or more (default: those it
            counted,
    eight of them where they are many)
    unit : "multiply-adds" or "bytes"
    """
    counted = sorted(meter.by_length)
    lengths = sorted(lengths or counted[:: -(-len(counted) // 8)][:-1] + counted[-1:])
    return draw_cost_lines(lengths, costs_by_line(meter, lengths, unit), unit)


def costs_by_line(meter, lengths, unit="multiply-adds"):
    """{line of code: [count at each of `lengths`]}, the dearest first, lines without any left out."""
    field = {"multiply-adds": "multiply_adds", "bytes": "bytes_moved"}[unit]
    by_length = [meter.by_length[n] for n in lengths]
    statements = {(p.file, p.line): p.statement for counts in by_length for p in counts.places}
    costs = {}
    for at, statement in statements.items():
        spent = [getattr(counts.lines[at], field) if at in counts.lines else 0 for counts in by_length]
        name = statement if len(statement) <= 24 else statement[:23] + "…"
        costs[name] = [a + b for a, b in zip(spent, costs.get(name, [0] * len(spent)), strict=True)]
    costs = {name: spent for name, spent in costs.items() if any(spent)} or {
        "your code": [0] * len(by_length)
    }
    return dict(sorted(costs.items(), key=lambda line: -line[1][-1]))


@drawing
def draw_products_and_rest(lengths, products, rest):
    """Where attention overtakes the rest of a layer: the two products together against everything whose size
    is fixed.

    lengths : (m,) tokens, rising; products, rest : (m,) multiply-adds of the two products together, and of
              the rest
    """
    lengths, products, rest = (np.asarray(a, dtype=float) for a in (lengths, products, rest))
    crossing = _where_equal(lengths, products, rest)
    if crossing:
        title = f"From {spaced(crossing)} tokens on, the two products cost more than the projections"
    elif products[-1] <= rest[-1]:
        title = f"Up to {spaced(lengths[-1])} tokens the projections cost more than the two products"
    else:
        title = f"From {spaced(lengths[0])} tokens on, and earlier, the two products cost more"
    figure = Picture(title, height=3)
    axes = panel(figure, 111, "tokens so far, n", "multiply-adds in one step")
    axes.plot(lengths, rest, color=MASK, linewidth=1.8, marker="s", markersize=4)
    axes.plot(lengths, products, color=INK, linewidth=1.8, marker="o", markersize=4)
    if crossing:
        axes.plot([crossing], [np.interp(crossing, lengths, rest)], "o", **_RING)
    axes.set_xlim(0, lengths[-1])
    axes.set_ylim(0, max(products.max(), rest.max()) * 1.05)
    lengths_axis(axes.xaxis, [int(n) for n in lengths])
    quantity_axis(axes.yaxis, short_count)
    label_line_ends(
        axes,
        [(lengths[-1], products[-1], "two products", INK), (lengths[-1], rest[-1], "projections", GREY_TEXT)],
    )
    return figure


_RING = {"color": WRONG, "markerfacecolor": "none", "markersize": 13, "markeredgewidth": 2}


def _where_equal(lengths, rising, other):
    """The length at which the first overtakes the second, on straight lines between the points; None if it
    never does."""
    above = rising - other
    for i in np.flatnonzero((above[:-1] < 0) & (above[1:] >= 0)):
        return round(lengths[i] - above[i] * (lengths[i + 1] - lengths[i]) / (above[i + 1] - above[i]))
    return None


@drawing
def draw_total_cost(lengths, cached, recomputed, unit="multiply-adds"):
    """Cost of a whole text against its length, with and without a cache; log axes, for the message is a
    ratio.

    lengths : (m,) tokens written; cached, recomputed : (m,) counts for the whole text, > 0
    """
    lengths, cached, recomputed = (
        np.asarray(lengths),
        np.asarray(cached, float),
        np.asarray(recomputed, float),
    )
    ratio = recomputed[-1] / cached[-1]
    figure = Picture(
        f"A text of {spaced(lengths[-1])} tokens costs {times_as_much(ratio)} as much without a cache",
        height=3.6,
    )
    axes = log_log(figure, lengths, "tokens written", f"{unit} for the whole text")
    axes.plot(lengths, recomputed, color=RECOMPUTED, linewidth=1.8, marker="s", markersize=4)
    axes.plot(lengths, cached, color=CACHED, linewidth=1.8, marker="o", markersize=4)
    axes.annotate(
        "",
        (lengths[-1], cached[-1] * 1.12),
        (lengths[-1], recomputed[-1] / 1.12),
        arrowprops=dict(arrowstyle="<->", color=INK, linewidth=0.8),
    )
    label_line_ends(
        axes,
        [
            (lengths[-1], recomputed[-1], "recomputed", RECOMPUTED_TEXT),
            (lengths[-1], cached[-1], "cached", CACHED_TEXT),
            (lengths[-1], np.sqrt(cached[-1] * recomputed[-1]), times_as_much(ratio), INK),
        ],
    )
    return figure


@drawing
def draw_counts(counts, unit="multiply-adds"):
    """What several designs were counted to do in one step, against length; log axes, for the message is a
    ratio.

    counts : {design: {n: count > 0}}, the same lengths for all; the title sets the dearest beside the first
    """
    lengths = sorted({n for series in counts.values() for n in series})
    first, dearest = next(iter(counts)), max(counts, key=lambda design: counts[design][lengths[-1]])
    ratio = counts[dearest][lengths[-1]] / counts[first][lengths[-1]]
    figure = Picture(
        f"At {spaced(lengths[-1])} tokens {dearest} takes {times_as_much(ratio)} the {unit} of {first}",
        height=3.6,
    )
    axes = log_log(figure, lengths, "tokens so far, n", f"{unit} in one step")
    styles, ends = styles_of(counts), {}
    for design, series in counts.items():  # designs that count the same share a line and its name
        ends.setdefault(series[lengths[-1]], []).append(design)
    for designs in ends.values():
        for above, design in zip(range(len(designs))[::-1], designs):
            colour, _, marker = styles[design]
            axes.plot(
                lengths,
                [counts[design][n] for n in lengths],
                color=colour,
                linewidth=1.8 + 3 * above,
                marker=marker,
                markersize=4,
            )
    label_line_ends(
        axes,
        [(lengths[-1], end, " and ".join(names), styles[names[0]][1]) for end, names in ends.items()],
    )
    return figure
