"""Figures about weights: what the width of keys does to them, who deals out columns to heads, what a trained
head looks at."""

import numpy as np

from ..palette import GREY_TEXT, INK, KEY, QUERY, QUERY_TEXT, WRONG, tint
from .numbers import decimal, spaced
from .picture import TEXT, Picture, drawing, grid_panel, label, panel, write_in


@drawing
def draw_weights_row(weights, row=None):
    """The attention weights of one query, and what they add up to.

    weights : (n,) floats; row : the query's number, if it should be named
    """
    weights = np.asarray(weights, dtype=float)
    total = weights.sum()
    whose = "The weights" if row is None else f"The weights of query {row}"
    if np.isfinite(total) and abs(total - 1) < 1e-4 and weights.min() > -1e-9:
        title, colour = f"{whose} add up to 1", QUERY
    elif np.isfinite(total):
        title, colour = f"{whose} add up to {total:.3g}, not to 1", WRONG
        if abs(total - 1) < 1e-4:
            title = f"{whose} add up to 1, but some are negative"
    else:
        title, colour = f"{whose} are not all numbers", WRONG
    figure = Picture(title, height=2.4)
    short = figure.narrow and len(weights) > 5  # .24 for 0.24 where bars are narrow
    axes = panel(figure, 111, "key j", "weight")
    axes.bar(range(len(weights)), np.nan_to_num(weights, posinf=0, neginf=0), color=colour, width=0.7)
    axes.grid(axis="x", visible=False)
    axes.set_xticks(range(0, len(weights), max(1, -(-len(weights) // (8 if figure.narrow else 16)))))
    axes.margins(y=0.2)
    if len(weights) <= (8 if figure.narrow else 16):
        for j, w in enumerate(weights):
            axes.annotate(
                f"{w:.2f}"[int(short and 0 <= w < 1) :] if np.isfinite(w) else str(w),
                (j, w if np.isfinite(w) else 0),
                xytext=(0, 3),
                textcoords="offset points",
                ha="center",
                fontsize=TEXT,
                color=INK,
            )
    return figure


@drawing
def draw_scaling(products):
    """What softmax makes of dot products of several widths: as they are, and divided by √d_k.

    products : {d_k: (m,) dot products of one query with m keys, not divided by anything}
    """
    widths = sorted(products)
    whole = {d: _softmax(np.asarray(products[d], dtype=float)) for d in widths}
    scaled = {d: _softmax(np.asarray(products[d], dtype=float) / np.sqrt(d)) for d in widths}
    most, fair = whole[widths[-1]].max(), scaled[widths[-1]].max()
    figure = Picture(
        f"At d_k = {spaced(widths[-1])} one key takes {100 * most:.0f} % of the weight; "
        f"divided by √d_k, {100 * fair:.0f} %",
        height=3.4,
        narrow_height=1.5 * len(widths) + 0.4,
    )
    rows = [("as they are", whole, WRONG), ("divided by √d_k", scaled, QUERY)]
    grid = figure.add_gridspec(len(widths), 2) if figure.narrow else figure.add_gridspec(2, len(widths))
    for k, (name, weights, colour) in enumerate(rows):
        for column, d in enumerate(widths):
            place = grid[column, k] if figure.narrow else grid[k, column]
            first = column == 0
            heading = f"d_k = {spaced(d)}" if (k == 0 or figure.narrow) else ""
            axes = panel(figure, place, "", "", heading)
            axes.bar(range(len(weights[d])), weights[d], color=colour, width=0.7)
            axes.grid(False)
            axes.set_xticks([])
            axes.set_ylim(0, 1.08)
            axes.set_yticks([0, 0.5, 1], ["0", ".5", "1"] if (first or figure.narrow) else [])
            if (first and not figure.narrow) or (figure.narrow and column == len(widths) - 1):
                if figure.narrow:
                    axes.set_xlabel(name.replace("divided by", "÷"), fontsize=TEXT, color=INK)
                else:
                    axes.set_ylabel(name, fontsize=TEXT, color=INK)
    return figure


@drawing
def draw_scores_and_weights(scores, weights):
    """Scores of one query, beside the weights that softmax made of them.

    scores, weights : (m,) floats, one for each key
    """
    scores, weights = np.asarray(scores, dtype=float), np.asarray(weights, dtype=float)
    best = int(np.argmax(weights))
    spread = decimal(scores.max() - scores.min())
    figure = Picture(
        f"Scores that spread over {spread} give key {best} {100 * weights[best]:.0f} % of the weight",
        height=2.3,
        narrow_height=3.8,
    )
    for place, numbers, name, colour in zip(
        figure.places(), (scores, weights), ("score", "weight"), (KEY, QUERY), strict=True
    ):
        axes = panel(figure, place, "key j", name)
        axes.bar(range(len(numbers)), numbers, color=colour, width=0.7)
        axes.grid(axis="x", visible=False)
        axes.set_xticks(range(len(numbers)))
        axes.axhline(0, color=INK, linewidth=0.6)
        if name == "weight":
            axes.set_ylim(0, 1.05)
    return figure


def _softmax(scores):
    weights = np.exp(scores - scores.max())
    return weights / weights.sum()


@drawing
def draw_heads(whole, heads):
    """Which numbers each head got: the columns dealt out, and the heads side by side again.

    whole : (n, d_model) numbers that are all different; heads : (n_heads, n, d_head), what each head got of
            them
    """
    whole, heads = np.asarray(whole), np.asarray(heads)
    n, d_model = whole.shape
    if heads.ndim != 3 or heads.size != whole.size or len(np.unique(whole)) < whole.size:
        raise ValueError(
            f"whole is {whole.shape} and heads {heads.shape}: heads should be (n_heads, {n}, {d_model} // "
            "n_heads) and hold each number of whole once; numbers of whole should differ, as "
            "those of np.arange do."
        )
    owner = {number: h for h, head in enumerate(heads) for number in head.ravel().tolist()}
    right = whole.reshape(n, len(heads), -1).swapaxes(0, 1)
    own = [sorted(set(np.argwhere(np.isin(whole, head))[:, 1].tolist())) for head in heads]
    if right.shape == heads.shape and (right == heads).all():
        title = f"Head 0 gets columns {own[0][0]} to {own[0][-1]} of every token, and so on"
        if len(own[0]) == 1:
            title = f"Head 0 gets column {own[0][0]} of every token, and so on"
    else:
        rows = sorted(set(np.argwhere(np.isin(whole, heads[0]))[:, 0].tolist()))
        title = (
            f"Head 0 got numbers of token{'s' * (len(rows) > 1)} {', '.join(map(str, rows))}: "
            "they were not dealt out by columns"
        )
    rows = len(heads) * heads.shape[1] + len(heads) - 1
    figure = Picture(title, height=0.5 + 0.3 * rows, narrow_height=1.6 + 0.27 * (2 * n + rows))
    joined = heads.swapaxes(0, 1).reshape(heads.shape[1], -1)
    gap = [[None] * heads.shape[2]]
    apart = [row for h, head in enumerate(heads) for row in (gap if h else []) + head.tolist()]
    if figure.narrow:
        places = list(figure.add_gridspec(3, 1, height_ratios=[n + 1.5, rows + 1.5, n + 1.5]))
    else:
        places = list(figure.add_gridspec(1, 3, width_ratios=[d_model, heads.shape[2], joined.shape[1]]))
    for place, numbers, heading in (
        (places[0], whole.tolist(), "a row a token"),
        (places[1], apart, "dealt out"),
        (places[2], joined.tolist(), "side by side again"),
    ):
        _cells_of_heads(figure, place, numbers, heading, owner, len(heads))
    return figure


def _cells_of_heads(figure, place, numbers, heading, owner, n_heads):
    strengths = np.linspace(0.12, 0.48, n_heads)  # no stronger: the numbers are the page's ink
    colours = [[None if k is None else tint(KEY, strengths[owner.get(k, 0)]) for k in row] for row in numbers]
    axes = grid_panel(figure, place, colours, heading=heading, numbered=False)
    for i, row in enumerate(numbers):
        for j, number in enumerate(row):
            if number is not None:
                write_in(axes, j, i, f"{number:g}")


@drawing
def draw_looks(tokens, weights, query):
    """What one token looks at: its weight for itself and each token before it, beside the text.

    tokens : (n,) texts; weights : (n, n) of one head, row i those of query i; query : the token that looks, 0
             … n−1
    """
    row = np.asarray(weights, dtype=float)[query]
    best = int(np.argmax(row))
    names = [token.strip() or "␣" for token in tokens]
    target = "itself" if best == query else f"“{names[best]}”"
    figure = Picture(
        f"The token “{names[query]}” gives {100 * row[best]:.0f} % of its weight to {target}",
        height=0.5 + 0.235 * len(tokens),
    )
    axes = panel(figure, 111, f"weight of query {query}, “{names[query]}”")
    axes.grid(axis="y", visible=False)
    axes.barh(
        range(query + 1),
        row[: query + 1],
        color=[QUERY if j == best else tint(QUERY, 0.45) for j in range(query + 1)],
        height=0.66,
    )
    axes.set_ylim(len(tokens) - 0.5, -0.5)
    axes.set_xlim(0, (1.4 if figure.narrow else 1.15) * max(row.max(), 0.5))
    axes.set_yticks(range(len(tokens)), [f"{j}  {name}" for j, name in enumerate(names)])
    axes.tick_params(axis="y", length=0)
    for j, text in enumerate(axes.get_yticklabels()):
        text.set(color=QUERY_TEXT if j == query else GREY_TEXT if j > query else INK)
        text.set_fontweight("bold" if j == query else "normal")
    for j in range(query + 1):
        label(axes, row[j], j, f"{100 * row[j]:.0f} %", xytext=(4, 0)).set_in_layout(False)
    for j in range(query + 1, len(tokens)):
        label(axes, 0, j, "the future", GREY_TEXT, xytext=(4, 0)).set_in_layout(False)
    return figure
