"""Figures about time and memory: the roofline, the fit of step times, the cache against the weights."""

import numpy as np

from ..palette import CACHED, CACHED_TEXT, GREY_TEXT, INK, MASK, tint
from .numbers import short_count, short_length, short_seconds, spaced
from .picture import (
    Picture,
    drawing,
    label,
    label_along,
    label_line_ends,
    lengths_axis,
    notes_on,
    panel,
    quantity_axis,
    styles_of,
)


@drawing
def draw_roofline(machine, points):
    """What this machine can reach at each arithmetic intensity, and where pieces of work stand.

    machine : anything with .flops_per_second and .bytes_per_second
    points : {name: (FLOPs per byte, FLOPs per second or None)}; None puts the point on the roof
    """
    peak, bandwidth = machine.flops_per_second, machine.bytes_per_second
    ridge = peak / bandwidth
    below = [name for name, (intensity, _) in points.items() if intensity < ridge]
    if points and len(below) == len(points):
        title = f"All of this waits for memory: it does fewer than {_intensity(ridge)} FLOPs a byte"
    else:
        title = f"Below {_intensity(ridge)} FLOPs a byte this machine waits for memory, above for arithmetic"
    figure = Picture(title, height=3.9)
    axes = panel(figure, 111, "arithmetic intensity (FLOPs per byte)", "speed (FLOPs per second)")
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    intensities = [intensity for intensity, _ in points.values()]
    left, right = min([*intensities, ridge]) / 4, max([*intensities, ridge]) * 6
    x = np.array([left, ridge, right])
    axes.plot(x, np.minimum(peak, x * bandwidth), color=INK, linewidth=2)
    axes.plot([ridge, ridge], [left * bandwidth / 3, peak], color=MASK, linewidth=0.8, linestyle=(0, (4, 3)))
    lowest = min([left * bandwidth, *(s for _, s in points.values() if s)]) / 3
    axes.set_xlim(left, right)
    axes.set_ylim(lowest, peak * 3)
    powers = range(int(np.ceil(np.log2(left))), int(np.log2(right)) + 1)
    axes.set_xticks([2.0**p for p in powers][:: max(1, round(len(powers) / (4 if figure.narrow else 8)))])
    quantity_axis(axes.xaxis, _intensity)
    quantity_axis(axes.yaxis, short_count)
    label(axes, right, peak, f"arithmetic: {_rate(peak, 'FLOP/s')}", xytext=(-4, 9), ha="right")
    label_along(axes, (left, left * bandwidth), (ridge, peak), f"memory: {_rate(bandwidth, 'B/s')}")
    styles, notes = styles_of(points), []
    for name, (intensity, speed) in points.items():
        colour, dark, marker = styles[name]
        roof = min(peak, intensity * bandwidth)
        y = roof if speed is None else speed
        if speed is not None:
            axes.plot([intensity, intensity], [y, roof], color=colour, linewidth=1)
        axes.plot(
            [intensity], [y], marker, color=colour, markersize=8, markeredgecolor=INK, markeredgewidth=0.6
        )
        share = "" if speed is None else f"\n{100 * y / roof:.0f} % of the roof"
        if figure.narrow:
            notes.append((f"■ {name}{share}".replace("\n", ": "), dark))
        else:
            label(axes, intensity, y, name + share, dark, xytext=(9, -6), va="top")
    notes_on(axes, notes)
    return figure


@drawing
def draw_fit(lengths, seconds, fit, interval=None, held_out=None):
    """Measured step times, the line through them, and what it says about the machine.

    lengths : (m,) tokens; seconds : (m,) measured; fit : (per_token, fixed), seconds
    interval : (low, high) of per_token, drawn as a fan around the middle of the data
    held_out : (n, seconds) of a length the fit has not seen: prediction and measurement side by side;
               seconds may be None as long as it is only predicted
    """
    lengths, seconds = np.asarray(lengths, float), np.asarray(seconds, float)
    per_token, fixed = fit
    if held_out:
        n, measured = held_out
        predicted = fixed + per_token * n
        if measured is None:
            title = f"At {spaced(n)} tokens the line predicts {short_seconds(predicted)} a step"
        else:
            title = (
                f"Predicted {short_seconds(predicted)}, measured {short_seconds(measured)}: "
                f"a ratio of {measured / predicted:.2f}"
            )
    else:
        title = f"A step takes {short_seconds(fixed)} plus {short_seconds(per_token)} for each token so far"
    figure = Picture(title, height=3.6)
    axes = panel(figure, 111, "tokens so far, n", "time of one step")
    far = max([lengths.max(), held_out[0] if held_out else 0])
    x = np.array([0, far])
    if interval:
        middle = np.median(lengths)
        low, high = (fixed + per_token * middle + slope * (x - middle) for slope in interval)
        axes.fill_between(x, low, high, color=tint(CACHED, 0.3), linewidth=0)
    axes.plot(x, fixed + per_token * x, color=CACHED, linewidth=2)
    axes.plot(lengths, seconds, "o", color=INK, markersize=4, linestyle="none", clip_on=False)
    line = f"{short_seconds(fixed)} fixed,\n{short_seconds(per_token)} a token"
    ends = [(far, fixed + per_token * far, line, CACHED_TEXT)]
    if held_out:
        axes.plot(
            [n],
            [predicted],
            "D",
            color=CACHED_TEXT,
            markersize=8,
            markerfacecolor="none",
            markeredgewidth=1.6,
            clip_on=False,
        )
        ends = [(far, predicted, f"predicted {short_seconds(predicted)}", CACHED_TEXT)]
        if measured is not None:
            axes.plot([n], [measured], "o", color=INK, markersize=7, clip_on=False)
            ends.append((far, measured, f"measured {short_seconds(measured)}", INK))
    top = max([seconds.max(), fixed + per_token * far, (held_out[1] or 0) if held_out else 0])
    axes.set_xlim(0, far * 1.02)
    axes.set_ylim(min(0, fixed * 1.1), top * 1.1)
    lengths_axis(axes.xaxis, [0] + [int(n) for n in lengths] + ([held_out[0]] if held_out else []))
    quantity_axis(axes.yaxis, short_seconds)
    label_line_ends(axes, ends)
    return figure


@drawing
def draw_step_parts(lengths, parts, at):
    """Time of one step against length, as layers: which part of it grows, and how much of it that is.

    lengths : (m,) tokens; parts : {name: (m,) seconds}, from the bottom; the last one is drawn as the cache,
    those before in greys; at : the length to look at, one of `lengths`
    """
    lengths = np.asarray(lengths)
    layers = np.array([np.broadcast_to(seconds, lengths.shape) for seconds in parts.values()], dtype=float)
    here = int(np.flatnonzero(lengths == at)[0])
    total, share = layers[:, here].sum(), layers[-1, here] / layers[:, here].sum()
    figure = Picture(
        f"At {short_length(at)} tokens a step takes {short_seconds(total)}; "
        f"{100 * share:.0f} % of it is {list(parts)[-1]}",
        height=3.3,
    )
    axes = panel(figure, 111, "tokens so far", "time of one step")
    tops = np.cumsum(layers, axis=0)
    shades = [tint(MASK, 0.6 - 0.25 * i) for i in range(len(parts) - 1)] + [CACHED]
    inks = [GREY_TEXT] * (len(parts) - 1) + [CACHED_TEXT]
    ends = []
    for bottom, top, name, shade, ink in zip(np.vstack([0 * lengths, tops[:-1]]), tops, parts, shades, inks):
        axes.fill_between(lengths, bottom, top, color=shade, linewidth=0)
        ends.append((lengths[-1], (bottom[-1] + top[-1]) / 2, name, ink))
    axes.plot([at, at], [0, total], color=INK, linewidth=1.2)
    axes.plot([at], [total], "o", color=INK, markersize=6, clip_on=False)
    axes.set_xlim(lengths[0], lengths[-1])
    axes.set_ylim(0, tops[-1].max() * 1.1)
    lengths_axis(axes.xaxis, np.linspace(lengths[0], lengths[-1], 5))
    quantity_axis(axes.yaxis, short_seconds)
    label_line_ends(axes, ends)
    return figure


@drawing
def draw_cache_against_weights(models, batch=1, about=None):
    """How large the caches of real models are beside their weights, against length; log axes, a ratio.

    models : {name: (bytes of the weights, cache bytes a token)}; batch : sequences at once, each with its
             cache
    about : the name of the model that the title speaks of (default: the one whose cache is first as large)
    """
    crossings = {name: weights / (per_token * batch) for name, (weights, per_token) in models.items()}
    first = about or min(crossings, key=crossings.get)
    many = "" if batch == 1 else f" ({batch} sequences at once)"
    figure = Picture(
        f"The cache of {first} outgrows its weights at {_about(crossings[first])} tokens{many}", height=3.9
    )
    left = 2.0 ** np.floor(np.log2(min(crossings.values()) / 16))
    right = 2.0 ** np.ceil(np.log2(max(crossings.values()) * 4))
    x = np.array([left, right])
    axes = panel(figure, 111, "tokens in each sequence", "cache ÷ weights")
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    axes.set_xlim(left, right)
    axes.axhline(1, color=INK, linewidth=1)
    label(axes, left, 1, "as large as the weights", xytext=(4, 7))
    ends = []
    styles = styles_of(models)
    for name, (weights, per_token) in models.items():
        colour, dark, marker = styles[name]
        axes.plot(x, x * per_token * batch / weights, color=colour, linewidth=1.8)
        axes.plot(
            [crossings[name]],
            [1],
            marker,
            color=colour,
            markersize=7,
            markeredgecolor=INK,
            markeredgewidth=0.6,
        )
        ends.append((right, right * per_token * batch / weights, f"{name}: {_about(crossings[name])}", dark))
    ticks = [2.0**p for p in range(int(np.log2(left)), int(np.log2(right)) + 1)]
    lengths_axis(axes.xaxis, ticks, log=True)
    quantity_axis(axes.yaxis, lambda ratio: f"{ratio:g} ×")
    label_line_ends(axes, ends, gap=0.08)
    return figure


def _about(n):
    return short_count(float(f"{n:.2g}"))


def _intensity(number):
    return f"{number:.3g}" if number < 1 else f"{number:.2g}" if number < 10 else f"{number:.0f}"


def _rate(number, unit):
    """12 GB/s, 90 GFLOP/s"""
    written = short_count(number)
    return f"{written} {unit}" if written[-1].isdigit() else f"{written[:-1]} {written[-1]}{unit}"
