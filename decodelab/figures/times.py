"""Figures about times: measured steps beside counts, tokens as they were written, what a time a token
hides."""

import numpy as np
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator

from ..palette import CACHED, INK
from .numbers import short_bytes, short_seconds, spaced, times_as_much
from .picture import (
    TEXT,
    Picture,
    drawing,
    label_along,
    label_line_ends,
    lengths_axis,
    log_log,
    panel,
    quantity_axis,
    styles_of,
)


@drawing
def draw_counts_and_times(counts, times, unit="multiply-adds"):
    """Counts as lines, measured times as points over them, for several designs.

    counts : {design: {n: count}}; times : {design: {n: seconds}}, designs as in counts (some may be missing)
    The scale of seconds on the right is laid so that the first design's points lie on its line at their
    median: where other points leave their line, something else than what was counted takes the time.
    """
    first = next(design for design in counts if times.get(design))
    shared = [n for n in times[first] if n in counts[first]]
    rate = float(np.median([times[first][n] / counts[first][n] for n in shared]))
    figure = Picture("Lines are counted, points timed: where they part, more than arithmetic costs", height=4)
    lengths = sorted({n for series in (*counts.values(), *times.values()) for n in series})
    axes = log_log(figure, lengths, "tokens so far, n", f"{unit} in one step (lines)")
    styles = styles_of(counts)
    lines = {}  # designs that count the same share a line and its name
    for design, series in counts.items():
        lines.setdefault(tuple(sorted(series.items())), []).append(design)
    for line, designs in lines.items():  # broad below thin, so that all colours are seen
        for above, design in zip(range(len(designs))[::-1], designs):
            axes.plot(*zip(*line), color=styles[design][0], linewidth=1.8 + 3 * above)
    for design in counts:
        colour, _, marker = styles[design]
        timed = times.get(design, {})
        axes.plot(
            list(timed),
            [seconds / rate for seconds in timed.values()],
            marker,
            color=colour,
            markersize=6.5,
            markeredgecolor=INK,
            markeredgewidth=0.6,
            linestyle="none",
            clip_on=False,
        )
    axes.set_ylim(axes.get_ylim())
    seconds = axes.secondary_yaxis("right", functions=(lambda c: c * rate, lambda s: s / rate))
    seconds.set_ylabel(
        "time (points)" if figure.narrow else "time of one step (points)", fontsize=TEXT, color=INK
    )
    seconds.tick_params(labelsize=TEXT, colors=INK, length=3, width=0.6)
    seconds.spines["right"].set(color=INK, linewidth=0.6)
    quantity_axis(seconds.yaxis, short_seconds)
    for line, designs in lines.items():  # names along the lines: the right side belongs to the seconds
        later = line[len(line) // 2 :]
        label_along(axes, later[0], later[-1], " and ".join(designs), styles[designs[0]][1])
    return figure


@drawing
def draw_time_per_token(seconds, bytes_per_token):
    """Time of a step divided by its length: falls while more tokens share the fixed part, rises where memory
    is far.

    seconds : {n: seconds of one step}; bytes_per_token : of the keys and values that a step reads
    """
    lengths = sorted(seconds)
    each = np.array([seconds[n] / n for n in lengths])
    best = int(np.argmin(each))
    later = float(each[best:].max() / each[best])
    title = f"A cached token costs least, {short_seconds(each[best])}, at {spaced(lengths[best])} tokens"
    if later >= 1.15:
        title += f", and up to {later:.1f} times that later"
    figure = Picture(title, height=3.6)
    axes = log_log(figure, lengths, "tokens so far, n", "time of a step ÷ n")
    axes.plot(
        lengths,
        each,
        color=CACHED,
        linewidth=1.8,
        marker="o",
        markersize=6,
        markeredgecolor=INK,
        markeredgewidth=0.6,
    )
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    quantity_axis(axes.yaxis, short_seconds)
    read = axes.secondary_xaxis(
        "top", functions=(lambda n: n * bytes_per_token, lambda b: b / bytes_per_token)
    )
    read.set_xlabel(
        "keys and values read" if figure.narrow else "keys and values that a step reads",
        fontsize=TEXT,
        color=INK,
    )
    read.tick_params(labelsize=TEXT, colors=INK, length=3, width=0.6)
    read.spines["top"].set(color=INK, linewidth=0.6)
    labelled = lengths[:: 4 if figure.narrow else 2]
    read.set_xticks(
        [n * bytes_per_token for n in labelled], [short_bytes(n * bytes_per_token) for n in labelled]
    )
    read.xaxis.set_minor_locator(NullLocator())
    return figure


@drawing
def draw_growth_guess(lengths, seconds, counts=None, growth=None):
    """Noisy times that may or may not lie on a line; with counts, the truth behind them.

    lengths : (m,) tokens; seconds : (m,) measured; counts : (m,) what was counted, drawn as a line scaled
    to the times; growth : its name, such as "quadratic"
    """
    lengths, seconds = np.asarray(lengths), np.asarray(seconds, float)
    if counts is None:
        title = "Does the time of a step grow in a straight line with the length?"
    else:
        counts = np.asarray(counts, float)
        doubled = counts[-1] / np.interp(lengths[-1] / 2, lengths, counts)
        title = f"Counted, it is {growth}: twice the length costs {doubled:.2f} times as much"
    figure = Picture(title, height=3.4)
    axes = panel(figure, 111, "tokens so far, n", "time of one step")
    axes.plot(lengths, seconds, "o", color=INK, markersize=5, linestyle="none", clip_on=False)
    ends = [(lengths[-1], seconds[-1], "timed", INK)]
    if counts is not None:
        line = counts * np.median(seconds / counts)
        axes.plot(lengths, line, color=INK, linewidth=1.8)
        ends = [(lengths[-1], line[-1], "counted", INK), *ends]
    axes.set_xlim(0, lengths[-1] * 1.02)
    axes.set_ylim(0, max([seconds.max()] if counts is None else [seconds.max(), line.max()]) * 1.1)
    lengths_axis(axes.xaxis, [0, *lengths.tolist()])
    quantity_axis(axes.yaxis, short_seconds)
    label_line_ends(axes, ends)
    return figure


@drawing
def draw_step_times(seconds, n_expected=None, also=None, name="", predicted=None, top=None):
    """Time of each token as it was written; call again with more times to draw it live.

    seconds : (m,) seconds a token, m may be 0; n_expected : tokens in all, so that the axis stands still
    also : {name: seconds of each token} of one other run, drawn behind and set against this one in the title;
    name : of this run, written beside its end; predicted : (n,) seconds of each token as somebody predicted
           them
    """
    seconds = np.asarray(seconds, dtype=float)
    also = also or {}
    m = len(seconds)
    if also and m:
        late = _typical(seconds[-_tenth(m) :])
        ((other_name, slow),) = ((run, _typical(other[-_tenth(len(other)) :])) for run, other in also.items())
        title = (
            f"A late token took {short_seconds(slow)} {other_name}, {short_seconds(late)} {name}: "
            f"{times_as_much(slow / late)} as long"
        )
    else:
        title = first_and_last(seconds)
    figure = Picture(title, height=3.2)
    axes = panel(figure, 111, "token", "time of the token")
    ends = []
    styles = styles_of([name, *also]) if also else {name: (INK, INK, "o")}
    for run, other in {name: seconds, **also}.items():
        colour, dark, _ = styles[run]
        if run != name:
            axes.plot(range(1, len(other) + 1), other, color=colour, linewidth=1.4)
        if run and len(other):
            ends.append((len(other), _typical(other[-_tenth(len(other)) :]), run, dark))
    axes.plot(range(1, m + 1), seconds, "o", color=styles[name][0], markersize=3.5, linestyle="none")
    if predicted is not None:
        axes.plot(range(1, len(predicted) + 1), predicted, color=INK, linewidth=1.4, linestyle=(0, (4, 3)))
        ends.append((len(predicted), predicted[-1], "predicted", INK))
    every = [
        s for series in (seconds, *also.values(), predicted if predicted is not None else []) for s in series
    ]
    axes.set_xlim(0, max([n_expected or 0, m, 1, *map(len, also.values())]) + 0.5)
    # one hiccup of the machine must not flatten all the rest
    highest = min(max(every), 1.6 * float(np.quantile(every, 0.95))) * 1.15 if every else 1e-3
    axes.set_ylim(0, top or highest)
    axes.xaxis.set_major_locator(MaxNLocator("auto", integer=True, steps=[1, 2, 5, 10]))
    quantity_axis(axes.yaxis, short_seconds)
    if ends:
        label_line_ends(axes, ends)
    return figure


def first_and_last(seconds):
    """What the times of the tokens so far say, in a sentence. seconds : (m,)"""
    m = len(seconds)
    if m < 8:
        return "How long will each token take?" if m == 0 else f"Token {m} took {short_seconds(seconds[-1])}"
    early, late = _typical(seconds[: _tenth(m)]), _typical(seconds[-_tenth(m) :])
    if late > 1.25 * early:
        return f"The last tokens took {late / early:.1f} times as long as the first"
    return f"Each token took about as long as the first: {short_seconds(_typical(seconds))}"


def _tenth(n):
    """How many steps at either end of a run of n speak for it; a few even when only a few were taken."""
    return max(min(n, 4), n // 10)


def _typical(seconds):
    return float(np.median(seconds)) if len(seconds) else 0.0
