"""Figures about who may look at whom: pairs, masks, weights, leaks."""

import numpy as np
from matplotlib.path import Path

from ..palette import (
    CACHED_TEXT,
    GREY_TEXT,
    INK,
    KEY,
    KEY_TEXT,
    MASK,
    ON_COLOUR,
    QUERY,
    QUERY_TEXT,
    VALUE,
    WRONG,
    WRONG_TEXT,
    tint,
)
from .numbers import decimal
from .picture import Picture, drawing, grid_panel, label, notes_on, panel, write_in

# As a marker, for many texts would take too long for a slider.
_EXCLAMATION = Path(
    [
        (-0.1, 1),
        (0.1, 1),
        (0.1, -0.3),
        (-0.1, -0.3),
        (-0.1, 1),
        (-0.1, -0.7),
        (0.1, -0.7),
        (0.1, -1),
        (-0.1, -1),
        (-0.1, -0.7),
    ],
    [Path.MOVETO, *4 * [Path.LINETO], Path.MOVETO, *4 * [Path.LINETO]],
)


@drawing
def draw_query_key_pairs(n, upto_row=None):
    """Who may look at whom: the query-key pairs of causal attention, appearing row by row.

    n : number of tokens; upto_row : last query drawn, 0 … n−1 (default: all of them)
    """
    last = n - 1 if upto_row is None else upto_row
    if not 0 <= last < n:
        raise ValueError(f"upto_row is {last}, but the queries of {n} tokens are numbered 0 to {n - 1}.")
    pairs = (last + 1) * (last + 2) // 2
    keys = "key 0" if last == 0 else f"keys 0 to {last}"
    now, future = f"query {last}: {_count(last + 1, 'key')}", "×  the future: not to be used"
    notes = [(now, QUERY_TEXT)]
    if last > 0:
        notes.append(("earlier queries", CACHED_TEXT))
    if 1 < n <= 20:
        notes.append((future, GREY_TEXT))
    title = f"Query {last} may use {keys}: {_count(pairs, 'pair')} so far"
    figure = Picture(title, 3.5, narrow_height=2.45 + 0.19 * len(notes))

    def colour(i, j):
        if i > last:
            return None
        if j > i:
            return tint(MASK, 0.25)
        return QUERY if i == last else tint(QUERY, 0.4)

    axes = grid_panel(figure, 111, [[colour(i, j) for j in range(n)] for i in range(n)], "key j", "query i")
    _cross_out(axes, [(i, j) for i in range(last + 1) for j in range(i + 1, n)], n)
    if figure.narrow:
        notes_on(axes, notes)
    else:
        label(axes, n - 0.5, last, now, QUERY_TEXT)
        if last > 0:
            label(axes, n - 0.5, (last - 1) / 2, "earlier queries", CACHED_TEXT)
        if 1 < n <= 20:
            label(axes, n - 0.5, -0.5, future, GREY_TEXT, va="top", xytext=(5, -1))
    return figure


@drawing
def draw_attention_row(scores, mask_row, weights, values):
    """One query on its way from scores to its output: scores, mask, weights, mixture of values.

    scores : (n,) q·k/√d_k against every key; mask_row : (n,) bool, True where the query may use the key
    weights : (n,) softmax of the masked scores; values : (n, d_v)
    """
    scores, weights, values = (np.asarray(a, dtype=float) for a in (scores, weights, values))
    allowed = np.asarray(mask_row, dtype=bool)
    n = len(scores)
    best = int(np.argmax(weights))
    figure = Picture(
        f"The output is a mixture of {_count(int(allowed.sum()), 'value')}; "
        f"key {best} has the largest say, {100 * weights[best]:.0f} %",
        height=0.9 + 0.35 * n,
        narrow_height=4 * (0.8 + 0.28 * n),
    )
    places = figure.places(4, width_ratios=[1.1, 1.1, 1.1, 1.3])
    rows = np.arange(n)
    room = 0.9 * max(np.abs(scores).max(), 1e-9)  # for the numbers beside the bars
    ends = min(-0.1 * room, 1.1 * scores.min()), max(0.0, scores.max()) + room

    raw = panel(figure, places[0], "q · k / √d_k", "key j", "1  scores")
    raw.barh(rows, scores, color=[KEY if a else tint(KEY, 0.35) for a in allowed], height=0.62)
    masked = panel(figure, places[1], "score used", "", "2  mask")
    masked.barh(rows[allowed], scores[allowed], color=KEY, height=0.62)
    for j in rows[~allowed]:
        masked.axhspan(j - 0.42, j + 0.42, color=tint(MASK, 0.25), linewidth=0)
        write_in(masked, np.mean(ends), j, "−∞")
    for axes in (raw, masked):
        axes.set_xlim(ends)
        axes.axvline(0, color=INK, linewidth=0.6)
    for j in rows:
        _beside_bar(raw, scores[j], j, decimal(scores[j]))

    shares = panel(figure, places[2], f"adds up to {weights.sum():.3g}", "", "3  weights")
    shares.barh(rows, weights, color=QUERY, height=0.62)
    shares.set_xlim(0, max(weights.max(), 0.05) * 1.45)
    for j in rows:
        _beside_bar(shares, weights[j], j, f"{weights[j]:.2f}")
    for axes in (raw, masked, shares):
        axes.grid(axis="y", visible=False)
        axes.set_ylim(n + 0.9, -0.6)  # room for the output row on the right
        axes.set_yticks(rows)
    for axes in (masked, shares):
        axes.tick_params(labelleft=False)

    d = values.shape[1]
    mix = panel(figure, places[3], "column of V", "", "4  values → output")
    mix.grid(False)
    mix.spines[["left", "bottom"]].set_visible(False)
    strongest = max(np.abs(values).max(), 1e-9)
    output = weights @ values
    for j, (row, part) in enumerate(zip([*values, output], [*weights, 1.0])):
        y = j if j < n else n + 0.3
        for c in range(d):
            used = part > 0
            shade = tint(VALUE, 0.1 + 0.75 * abs(row[c]) / strongest) if used else tint(MASK, 0.18)
            mix.add_patch(_cell(c, y, shade))
            if d <= 5 and n <= 9:
                write_in(mix, c, y, decimal(row[c]), INK if used else GREY_TEXT)
    mix.set_xlim(-0.6, d - 0.4)
    mix.set_ylim(n + 0.9, -0.6)
    mix.set_xticks(range(0, d, _every(d)))
    mix.tick_params(length=0)
    mix.set_yticks([n + 0.3], ["output"])
    return figure


@drawing
def draw_leak(difference, token=None):
    """Which outputs moved when one token changed: everything right of the diagonal sees the future.

    difference : (n, n) floats ≥ 0 (NaN counts as moved); difference[i, j] is how far output row i
    moved when token j, and no other, was changed; token : the one to look at, 0 … n−1, framed and put in the
    title
    """
    difference = np.asarray(difference, dtype=float)
    n = len(difference)
    moved = difference != 0
    leaks = [(i, j) for i in range(n) for j in range(i + 1, n) if moved[i, j]]
    if token is not None:
        early = [int(i) for i in np.flatnonzero(moved[:token, token])]
        title = f"Token {token} changed, and {_list_of('earlier output', early)} moved"
    elif leaks:
        i, j = leaks[0]
        more = (
            f", and {_count(len(leaks) - 1, 'more pair')} leak{'' if len(leaks) > 2 else 's'}"
            if leaks[1:]
            else ""
        )
        title = f"Output {i} moved when only token {j} changed: it sees the future{more}"
    else:
        title = "No output moved when a later token changed: the future stays unseen"
    notes = [(f"{'! ' if 8 < n <= 20 else ''}moved by a later token", WRONG_TEXT)] if leaks else []
    if moved[np.tril_indices(n)].any():
        notes.append(("moved by itself or the past", QUERY_TEXT))
    if not moved.all():
        notes.append(("did not move", GREY_TEXT))
    figure = Picture(title, 3.6, narrow_height=2.45 + 0.19 * len(notes))

    def colour(i, j):
        if not moved[i, j]:
            return tint(MASK, 0.12)
        return WRONG if j > i else tint(QUERY, 0.4)

    axes = grid_panel(
        figure,
        111,
        [[colour(i, j) for j in range(n)] for i in range(n)],
        "token j that changed",
        "output row i",
    )
    stairs = np.arange(n + 1) - 0.5
    axes.step(np.append(stairs[1:], stairs[-1]), stairs, where="pre", color=INK, linewidth=1.4)
    if token is not None:
        _frame(axes, token, 0, 1, n)
    if n <= (5 if figure.narrow else 8):
        for i in range(n):
            for j in range(n):
                if moved[i, j]:
                    text = f"{difference[i, j]:.1g}" if np.isfinite(difference[i, j]) else "NaN"
                    ink = ON_COLOUR if j > i else INK
                    write_in(axes, j, i, text, ink)
    elif n <= 20:
        for i, j in leaks:
            write_in(axes, j, i, "!", ON_COLOUR, "bold")
    notes_on(axes, notes)
    return figure


@drawing
def draw_mask_and_leak(mask, query, difference):
    """A mask with one query's keys, beside what really moves when tokens change.

    mask : (n, n) bool, True where query i may use key j; query : the row to look at, 0 … n−1
    difference : (n, n) floats as for draw_leak, of attention under this mask; None leaves that panel out
    """
    mask = np.asarray(mask, dtype=bool)
    n = len(mask)
    alone = difference is None
    difference = np.zeros((n, n)) if alone else np.asarray(difference, dtype=float)
    keys = [int(j) for j in np.flatnonzero(mask[query])]
    future = [j for j in keys if j > query]
    moved = difference != 0
    if alone:
        of_the_future = f", {_list_of('key', future)} from the future" if future else ""
        title = f"Query {query} uses {_list_of('key', keys)}{of_the_future}"
    elif future:
        title = (
            f"Query {query} uses {_list_of('key', keys)}: output {query} moves with "
            f"{_list_of('later token', future)}"
        )
    elif np.triu(moved, 1).any():
        title = f"Query {query} uses {_list_of('key', keys)} and keeps out of the future; other queries don't"
    else:
        title = f"Query {query} uses {_list_of('key', keys)}; no output moves with a later token"
    figure = Picture(title, 3.3, narrow_height=2.8 if alone else 5.7)
    places = [111] if alone else figure.places()

    def allowed(i, j):
        if not mask[i, j]:
            return tint(MASK, 0.25)
        shade = WRONG if j > i else QUERY
        return shade if i == query else tint(shade, 0.4)

    def seen(i, j):
        if not moved[i, j]:
            return tint(MASK, 0.12)
        shade = WRONG if j > i else QUERY
        return shade if i == query else tint(shade, 0.4)

    left = grid_panel(
        figure,
        places[0],
        [[allowed(i, j) for j in range(n)] for i in range(n)],
        "key j",
        "query i",
        "the mask: who may look at whom",
        panels=len(places),
    )
    _cross_out(left, zip(*np.nonzero(~mask)), n)
    _mark_later(left, np.argwhere(np.triu(mask, 1)), query)
    _frame(left, 0, query, n, 1)
    if alone:
        return figure
    leaks = np.argwhere(np.triu(moved, 1))
    right = grid_panel(
        figure,
        places[1],
        [[seen(i, j) for j in range(n)] for i in range(n)],
        "token j that changed",
        "output i",
        "what moved  (! with a later token)" if len(leaks) else "what moved",
        panels=2,
    )
    _mark_later(right, leaks, query)
    _frame(right, 0, query, n, 1)
    return figure


@drawing
def draw_mask_difference(wanted, given):
    """Where a mask differs from the one asked for; the cells that agree stay empty.

    wanted, given : (n, n) bool, True where query i may use key j
    """
    wanted, given = np.asarray(wanted, dtype=bool), np.asarray(given, dtype=bool)
    if wanted.shape != given.shape:
        raise ValueError(f"masks of shapes {wanted.shape} and {given.shape} can't be compared cell by cell.")
    extra, missing = given & ~wanted, wanted & ~given
    parts = []
    if extra.any():
        parts.append(f"allows {_count(int(extra.sum()), 'pair')} it must not")
    if missing.any():
        parts.append(f"forbids {_count(int(missing.sum()), 'pair')} it should allow")
    notes = [("+  allowed, must not be", WRONG_TEXT)] if extra.any() else []
    if missing.any():
        notes.append(("−  forbidden, should be allowed", KEY_TEXT))
    title = "This mask " + (" and ".join(parts) or "is the one asked for")
    figure = Picture(title, 3.4, narrow_height=2.45 + 0.19 * len(notes))

    def colour(i, j):
        return WRONG if extra[i, j] else KEY if missing[i, j] else tint(MASK, 0.08)

    rows, columns = wanted.shape
    axes = grid_panel(
        figure,
        111,
        [[colour(i, j) for j in range(columns)] for i in range(rows)],
        "key j",
        "query i",
    )
    if max(rows, columns) <= 20:
        for where, sign in ((extra, "+"), (missing, "−")):
            for i, j in zip(*np.nonzero(where)):
                write_in(axes, j, i, sign, ON_COLOUR, "bold")
    notes_on(axes, notes)
    return figure


def _mark_later(axes, cells, query):
    """A ! in each (row, column); the row of the query is of full colour, the others are pale."""
    here = cells[:, 0] == query
    for some, ink in ((cells[here], ON_COLOUR), (cells[~here], INK)):
        axes.plot(some[:, 1], some[:, 0], marker=_EXCLAMATION, color=ink, markersize=9, linestyle="none")


def _frame(axes, column, row, columns, rows):
    """An outline around some cells of a grid."""
    x, y = np.array([0, columns, columns, 0, 0]), np.array([0, 0, rows, rows, 0])
    axes.plot(column + x - 0.5, row + y - 0.5, color=INK, linewidth=1.2, clip_on=False)


def _cross_out(axes, cells, n):
    """A small × in each (row, column) of a grid that is not too fine for it."""
    cells = list(cells)
    if cells and n <= 20:
        rows, columns = zip(*cells)
        axes.plot(columns, rows, "x", color=MASK, markersize=4, markeredgewidth=0.8, linestyle="none")


def _list_of(noun, numbers):
    """no key, key 3, keys 0 to 4, keys 1 and 5"""
    if not numbers:
        return f"no {noun}"
    if len(numbers) == 1:
        return f"{noun} {numbers[0]}"
    if numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{noun}s {numbers[0]} to {numbers[-1]}"
    return f"{noun}s {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def _beside_bar(axes, x, y, text):
    """A number right of its bar; of a negative bar, right of where it begins."""
    label(axes, max(x, 0), y, text, xytext=(3, 0)).set_in_layout(False)


def _cell(x, y, colour):
    from matplotlib.patches import Rectangle

    return Rectangle((x - 0.46, y - 0.42), 0.92, 0.84, facecolor=colour, linewidth=0)


def _every(n):
    """Label every cell of a small grid, some of a large one."""
    return max(1, -(-n // 16))


def _count(number, noun):
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
