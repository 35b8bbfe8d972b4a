"""The figure of a learner's own predictions: how near each came, in the order they were made."""

import numpy as np
from matplotlib.ticker import FixedLocator, NullLocator

from ..palette import CACHED, CACHED_TEXT, GREY_TEXT, INK, tint
from .picture import TEXT, Picture, drawing, label, panel

FACTOR = 2
"""What counts as near: within this factor of the truth."""
WIDEST = 1000
"""Ratios beyond this lie on the edge of the picture."""


@drawing
def draw_predictions(predictions):
    """Each prediction over what it was, in the order made; log axis, for twice and half are equally far off.

    predictions : [(lesson such as "02_kv_cache", predicted, actual)], numbers; what has no ratio (a zero,
                  another
    sign) lies on the edge
    """
    ratios = np.array([_ratio(predicted, actual) for _, predicted, actual in predictions])
    figure = Picture(_title(ratios), height=3.0)
    axes = panel(figure, 111, "your predictions, in the order you made them", "prediction ÷ truth")
    axes.set_yscale("log")
    reach = max(5, min(WIDEST, 1.5 * max(ratios.max(), 1 / ratios.min())))
    m = len(ratios)
    axes.axhspan(1 / FACTOR, FACTOR, color=tint(CACHED, 0.25), linewidth=0)
    axes.axhline(1, color=CACHED_TEXT, linewidth=1.2)
    axes.plot(
        range(1, m + 1), np.clip(ratios, 1 / reach, reach), "o", color=INK, markersize=5.5, clip_on=False
    )
    for at in range(m):
        number = predictions[at][0][:2]
        if at == 0 or number != predictions[at - 1][0][:2]:
            if at:
                axes.axvline(at + 0.5, color=GREY_TEXT, linewidth=0.6)
            axes.text(
                at + 0.6,
                0.98,
                number,
                transform=axes.get_xaxis_transform(),
                va="top",
                fontsize=TEXT,
                color=GREY_TEXT,
            )
    label(axes, m + 0.5, 1, "right", CACHED_TEXT)
    axes.set_xlim(0.5, m + 0.5)
    axes.set_ylim(1 / reach, reach)
    near = (0.5, 1, 2) if reach < (20 if figure.narrow else 100) else (1,)  # else on each other
    ticks = [t for t in (0.001, 0.01, 0.1, *near, 10, 100, 1000) if 1 / reach <= t <= reach]
    axes.yaxis.set_major_locator(FixedLocator(ticks))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_yticks(ticks, [f"{t:g} ×" for t in ticks])
    axes.xaxis.set_major_locator(FixedLocator(range(1, m + 1, max(1, m // 8))))
    return figure


def _ratio(predicted, actual):
    if predicted == actual:
        return 1.0
    if actual == 0 or predicted / actual <= 0:
        return 1 / WIDEST if abs(predicted) < abs(actual) or predicted < actual else float(WIDEST)
    return float(np.clip(predicted / actual, 1 / WIDEST, WIDEST))


def _title(ratios):
    near = (ratios >= 1 / FACTOR) & (ratios <= FACTOR)
    m = len(ratios)
    if m < 8:
        return f"Of {m} prediction{'s' * (m > 1)} {near.sum()} came within a factor of {FACTOR} of the truth"
    half = m // 2
    return (
        f"Within a factor of {FACTOR}: {near[:half].sum()} of your first {half} predictions, "
        f"{near[half:].sum()} of the {m - half} since"
    )
