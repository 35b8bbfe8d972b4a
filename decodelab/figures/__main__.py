"""`python -m decodelab.figures [folder]`: draws the picture of the README, for light pages and for dark
ones."""

import sys
from pathlib import Path

import numpy as np

from ..palette import CACHED, CACHED_TEXT, INK, PAGE_INK, RECOMPUTED, RECOMPUTED_TEXT, tint
from .numbers import spaced
from .picture import Picture, drawing, grid_panel, label, label_along, log_log, notes_on, page_of
from .svg import svg

D = 64  # d_model = d_k = d_v


@drawing
def draw_cost_of_a_token():
    """What one more token costs, with a cache and without: the course in one picture."""
    lengths = 2 ** np.arange(6, 13)
    cached = lengths * (D + D)
    recomputed = lengths * D * (2 * D + D) + lengths**2 * (D + D)
    figure = Picture(
        f"At {spaced(lengths[-1])} tokens, one more costs {spaced(recomputed[-1] / cached[-1])} times "
        "as much without a cache",
        height=3.3,
        narrow_height=5.9,
    )
    places = figure.places(width_ratios=[1, 1.45])

    steps = 8
    colours = [
        [RECOMPUTED if j == i else CACHED if i == steps - 1 else tint(CACHED, 0.5) for j in range(i + 1)]
        + [None] * (steps - 1 - i)
        for i in range(steps)
    ]
    grid = grid_panel(figure, places[0], colours, "token", "step", "what a step with a cache touches")
    notes_on(
        grid,
        [("worked out", RECOMPUTED_TEXT), ("read" if figure.narrow else "read from the cache", CACHED_TEXT)],
        inside=True,
    )

    axes = log_log(
        figure,
        lengths,
        "tokens so far, n",
        "multiply-adds for one more",
        places[1],
        f"what a step costs (one head, d = {D})",
    )
    axes.plot(lengths, recomputed, color=RECOMPUTED, linewidth=2, marker="s", markersize=4)
    axes.plot(lengths, cached, color=CACHED, linewidth=2, marker="o", markersize=4)
    for costs, dark, text in (
        (recomputed, RECOMPUTED_TEXT, "recompute: n·d·3d + n²·2d"),
        (cached, CACHED_TEXT, "cache: n·2d" if figure.narrow else "cache: n·2d, two products"),
    ):
        label_along(axes, (lengths[2], costs[2]), (lengths[-1], costs[-1]), text, dark)
    axes.annotate(
        "",
        (lengths[-1], cached[-1] * 1.3),
        (lengths[-1], recomputed[-1] / 1.3),
        arrowprops=dict(arrowstyle="<->", color=INK, linewidth=0.8),
    )
    label(
        axes,
        lengths[-1],
        np.sqrt(cached[-1] * recomputed[-1]),
        f"{spaced(recomputed[-1] / cached[-1])} ×",
        xytext=(-5, 0),
        ha="right",
    )
    return figure


def main(folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with page_of(61):  # as wide as GitHub shows a README
        picture = draw_cost_of_a_token()
    for theme, ink in PAGE_INK.items():
        page = (
            f"color:{ink};font-family:system-ui,sans-serif;"  # an image knows nothing of the page around it
        )
        (folder / f"cost_of_a_token_{theme}.svg").write_text(
            svg(picture, picture.title, page), encoding="utf8"
        )
    print(f"Drew cost_of_a_token_light.svg and cost_of_a_token_dark.svg in {folder}.")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2] / "docs" / "images")
