"""Figures about machines that others measured: floors and measurements, shares of bandwidth, fixed parts, a
roofline."""

import numpy as np

from ..palette import GREY_TEXT, INK, MASK, tint
from .numbers import short_bytes, short_count, short_seconds
from .picture import (
    Picture,
    drawing,
    label,
    label_along,
    label_line_ends,
    notes_on,
    panel,
    quantity_axis,
    styles_of,
)

SIGNS = {"o": "●", "^": "▲", "D": "◆", "v": "▼", "P": "✚", "s": "■"}
"""Markers as letters, for the lines of a key."""


@drawing
def draw_predicted_against_measured(groups, apart=None):
    """Published steps against the least time they can take; what would lie in the shaded half can't be.

    groups : {name: [(floor, measured), …]}, seconds; apart : {text: (floor, measured)}, points with a story
    """
    every = np.array([point for points in groups.values() for point in points], float)
    ratios = every[:, 1] / every[:, 0]
    below = int((ratios < 1).sum())
    under = "none took less than it" if not below else f"{below} took less than the floor"
    title = (
        f"Half of {len(every)} published steps took {np.median(ratios):.2g} times their "
        f"floor or less, and {under}"
    )
    figure = Picture(title, height=4.9)
    axes = panel(figure, 111, "floor: the least time a step can take", "measured time of a step")
    axes.set_xscale("log")
    axes.set_yscale("log")
    low, high = every.min() / 1.6, every.max() * 1.6
    ends = np.array([low, high])
    axes.set_xlim(low, high)
    axes.set_ylim(low, high)
    axes.fill_between(ends, ends, low, color=tint(MASK, 0.22), linewidth=0)
    axes.plot(ends, ends, color=INK, linewidth=1.4)
    axes.plot(ends, 2 * ends, color=INK, linewidth=0.8, linestyle=(0, (5, 4)))
    label_along(axes, (low, low), (high, high), "the floor", part=0.13)
    label_along(axes, (low, 2 * low), (high, 2 * high), "twice the floor", part=0.78)
    for name, (colour, _, marker) in styles_of(groups).items():
        points = np.array(groups[name])
        axes.plot(
            *points.T,
            marker,
            color=colour,
            markersize=5.5,
            markeredgecolor=INK,
            markeredgewidth=0.4,
        )
    for text, (floor, measured) in (apart or {}).items():
        axes.plot(
            [floor], [measured], "o", color="none", markeredgecolor=INK, markersize=9, markeredgewidth=1.3
        )
        label(axes, floor, measured, text, xytext=(10, -4), va="top")
    quantity_axis(axes.xaxis, short_seconds)
    quantity_axis(axes.yaxis, short_seconds)
    notes = [(f"{SIGNS[marker]} {name}", dark) for name, (_, dark, marker) in styles_of(groups).items()]
    _key(axes, [("impossible in the shade", INK), *notes], right=True)
    return figure


@drawing
def draw_bandwidth_share(series, named=()):
    """How much of their data sheet's bandwidth machines reach, against that bandwidth.

    series : {name: {machine: (bytes a second, share reached)}}; named : machines whose name is written beside
    their point of the first series
    """
    figure = Picture("Of the fastest memories the smallest share is reached", height=3.9)
    axes = panel(figure, 111, "bandwidth on the data sheet", "reached, % of it")
    axes.set_xscale("log")
    rates = [rate for machines in series.values() for rate, _ in machines.values()]
    for name, (colour, dark, marker) in styles_of(series).items():
        points = np.array(list(series[name].values()))
        axes.plot(
            points[:, 0],
            100 * points[:, 1],
            marker,
            color=colour,
            markersize=6,
            markeredgecolor=INK,
            markeredgewidth=0.4,
        )
        for machine in (
            machine for machine in named if machine in series[name] and name == next(iter(series))
        ):
            rate, share = series[name][machine]
            label(axes, rate, 100 * share, machine, dark, xytext=(7, 3))
    axes.set_xlim(min(rates) / 1.15, max(rates) * 1.45)
    axes.set_ylim(0, 100)
    ticks = [
        rate for rate in (125e9, 250e9, 500e9, 1e12, 2e12, 4e12) if min(rates) / 1.2 < rate < max(rates) * 1.4
    ]
    axes.set_xticks(ticks)
    quantity_axis(axes.xaxis, lambda rate: f"{short_bytes(rate)}/s")
    _key(axes, [(f"{SIGNS[marker]} {name}", dark) for name, (_, dark, marker) in styles_of(series).items()])
    return figure


@drawing
def draw_fixed_and_speed(series):
    """Steps against the bytes each device reads, and the line through them: what stays where the bytes become
    none.

    series : {name: (bytes_each, seconds, (fixed, speed))}; `name` is written beside the line
    """
    parts = [short_seconds(fixed) for _, _, (fixed, _) in series.values()]
    figure = Picture(f"With no bytes to read a step would still take {' and '.join(parts)}", height=3.8)
    axes = panel(figure, 111, "bytes each device reads", "time of one step")
    far = max(max(bytes_each) for bytes_each, _, _ in series.values())
    top = max(max(seconds) for _, seconds, _ in series.values())
    axes.set_xlim(0, far * 1.03)
    axes.set_ylim(0, top * 1.08)
    ends = []
    for name, (colour, dark, marker) in styles_of(series).items():
        bytes_each, seconds, (fixed, speed) = series[name]
        axes.plot([0, far], [fixed, fixed + far / speed], color=colour, linewidth=1.8)
        axes.plot(
            bytes_each,
            seconds,
            marker,
            color=colour,
            markersize=7,
            markeredgecolor=INK,
            markeredgewidth=0.5,
            clip_on=False,
        )
        ends.append((far, fixed + far / speed, f"{name}:\n{short_bytes(speed)}/s", dark))
    quantity_axis(axes.xaxis, short_bytes)
    quantity_axis(axes.yaxis, short_seconds)
    label_line_ends(axes, ends)
    return figure


@drawing
def draw_published_roofline(roofs, points):
    """What machines can reach at each arithmetic intensity, and what published work reached.

    roofs : {name: (FLOPs a second, bytes a second)}
    points : {kind of work: [(name of the roof, FLOPs per byte, FLOPs a second), …]}
    """
    figure = Picture(
        "Decode waits for memory, prompts wait for arithmetic, and batches move from one to the other",
        height=4.3,
    )
    axes = panel(
        figure, 111, "arithmetic intensity (FLOPs per byte)", "speed of one device (FLOPs per second)"
    )
    axes.set_xscale("log")
    axes.set_yscale("log")
    every = np.array([point[1:] for work in points.values() for point in work])
    left, right = every[:, 0].min() / 2, max(every[:, 0].max(), *(f / b for f, b in roofs.values())) * 4
    axes.set_xlim(left, right)
    axes.set_ylim(every[:, 1].min() / 2.5, max(flops for flops, _ in roofs.values()) * 3)
    styles = styles_of(roofs)
    for name, (flops, rate) in roofs.items():
        colour, dark, _ = styles[name]
        x = np.array([left, flops / rate, right])
        axes.plot(x, np.minimum(flops, x * rate), color=colour, linewidth=1.8)
        label(axes, right, flops, name, dark, xytext=(-4, 8), ha="right")
    for work, marker in zip(points.values(), "oD^", strict=False):
        for roof, intensity, speed in work:
            axes.plot(
                [intensity],
                [speed],
                marker,
                color=styles[roof][0],
                markersize=6,
                markeredgecolor=INK,
                markeredgewidth=0.5,
            )
    quantity_axis(axes.xaxis, lambda number: f"{number:g}")
    quantity_axis(axes.yaxis, short_count)
    _key(
        axes,
        [(f"{SIGNS[marker]} {kind}", INK) for kind, marker in zip(points, "oD^", strict=False)],
        right=True,
    )
    if not figure.narrow:
        told = "above the line of its colour: impossible"
        label(axes, 0, 1, told, GREY_TEXT, xycoords="axes fraction", xytext=(6, -8))
    return figure


def _key(axes, lines, right=False):
    """What markers and colours mean: (text, colour) for each line, in the lower left or right corner of the
    panel, or below."""
    if axes.get_figure().narrow:
        notes_on(axes, lines)
        return
    for up, (text, colour) in enumerate(reversed(lines)):
        label(
            axes,
            1 if right else 0,
            0,
            text,
            colour,
            xycoords="axes fraction",
            xytext=(-6 if right else 6, 10 + 15 * up),
            ha="right" if right else "left",
        )
