"""Figures about what a token costs: the cache, counts against length, totals, counts beside times."""

from itertools import cycle

import numpy as np
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator

from ..palette import (
    CACHED,
    DARK_CACHED,
    DARK_KEY,
    DARK_RECOMPUTED,
    DARK_VALUE,
    DARK_WRONG,
    GREY_TEXT,
    INK,
    KEY,
    MASK,
    RECOMPUTED,
    VALUE,
    WRONG,
    tint,
)
from .picture import (
    Picture,
    grid_panel,
    label,
    label_along,
    label_line_ends,
    lengths_axis,
    panel,
    quantity_axis,
    short_bytes,
    short_count,
    short_seconds,
    spaced,
)

# Lines are told apart by colour, by marker and by the name beside them: (colour, colour of the name, marker).
RECOMPUTE_STYLE = (RECOMPUTED, DARK_RECOMPUTED, "s")
SERIES = [
    (CACHED, DARK_CACHED, "o"),
    (VALUE, DARK_VALUE, "^"),
    (KEY, DARK_KEY, "D"),
    (WRONG, DARK_WRONG, "v"),
    (MASK, GREY_TEXT, "P"),
]


def styles_of(names):
    """{name: (colour, colour of the name, marker)}: what recomputes has the colour of that, the others take turns."""
    turns = cycle(SERIES)
    return {
        name: RECOMPUTE_STYLE if "recompute" in name.lower() or name == "without cache" else next(turns)
        for name in names
    }


def draw_cache_growth(n_steps, upto_step=None):
    """The cache growing beside what recomputing does: one row of keys and values worked out a step, against all.

    n_steps : steps in the picture, one new token each; upto_step : last step drawn, 0 … n_steps−1 (default: all)
    """
    last = n_steps - 1 if upto_step is None else upto_step
    if not 0 <= last < n_steps:
        raise ValueError(f"upto_step is {last}, but {n_steps} steps are numbered 0 to {n_steps - 1}.")
    worked, all_rows = last + 1, (last + 1) * (last + 2) // 2
    figure = Picture(
        f"After {_steps(worked)}: {worked} key{'s' * (worked > 1)} and value{'s' * (worked > 1)} worked "
        f"out with a cache, {all_rows} without",
        height=3.7,
    )
    places = figure.add_gridspec(1, 2)
    every = max(1, -(-n_steps // 16))

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
            every,
        )
        if colour is cached:
            label(
                axes,
                1,
                0.95,
                "worked out",
                DARK_RECOMPUTED,
                xycoords="axes fraction",
                ha="right",
                xytext=(0, 0),
            )
            label(
                axes,
                1,
                0.87,
                "read from the cache",
                DARK_CACHED,
                xycoords="axes fraction",
                ha="right",
                xytext=(0, 0),
            )
        else:
            label(
                axes,
                1,
                0.95,
                "worked out, again",
                DARK_RECOMPUTED,
                xycoords="axes fraction",
                ha="right",
                xytext=(0, 0),
            )
    return figure


def draw_cost_lines(lengths, costs, unit="multiply-adds"):
    """Cost of one step against length, a line for each line of code, and what each new token adds.

    lengths : (m,) tokens; costs : {name: (m,) counts}, in the order they run; the first is drawn in the colour
    of keys, the second in that of values, the others in grey. unit : what is counted
    """
    lengths = np.asarray(lengths)
    costs = {name: np.asarray(c, dtype=float) for name, c in costs.items()}
    total = sum(costs.values())
    slopes = np.diff(total) / np.diff(lengths)
    if np.allclose(slopes, slopes[0], rtol=1e-9, atol=0):
        title = f"Each new token costs the same {_exactly(slopes[0])} {unit} more"
    else:
        title = (
            f"Each new token costs more than the last: {short_count(slopes[0])} {unit} at the start, "
            f"{short_count(slopes[-1])} at the end"
        )
    figure = Picture(title, height=3.6)
    axes = panel(figure, 111, "tokens so far, n", f"{unit} in one step")
    styles = [(KEY, DARK_KEY, "o"), (VALUE, DARK_VALUE, "^")] + [(MASK, GREY_TEXT, "s")] * len(costs)
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
    axes.set_ylim(0, total.max() * 1.05)
    lengths_axis(axes.xaxis, lengths)
    quantity_axis(axes.yaxis, short_count)
    label_line_ends(axes, ends)
    return figure


def draw_total_cost(lengths, cached, recomputed, unit="multiply-adds"):
    """Cost of a whole text against its length, with and without a cache; log axes, for the message is a ratio.

    lengths : (m,) tokens written; cached, recomputed : (m,) counts for the whole text, > 0
    """
    lengths, cached, recomputed = (
        np.asarray(lengths),
        np.asarray(cached, float),
        np.asarray(recomputed, float),
    )
    ratio = recomputed[-1] / cached[-1]
    figure = Picture(
        f"A text of {spaced(lengths[-1])} tokens costs {_times(ratio)} as much without a cache", height=3.6
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
            (lengths[-1], recomputed[-1], "recomputed", DARK_RECOMPUTED),
            (lengths[-1], cached[-1], "cached", DARK_CACHED),
            (lengths[-1], np.sqrt(cached[-1] * recomputed[-1]), _times(ratio), INK),
        ],
    )
    return figure


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
    seconds.set_ylabel("time of one step (points)", fontsize=9.5, color=INK)
    seconds.tick_params(labelsize=9, colors=INK, length=3, width=0.6)
    seconds.spines["right"].set(color=INK, linewidth=0.6)
    quantity_axis(seconds.yaxis, short_seconds)
    for line, designs in lines.items():  # names along the lines: the right side belongs to the seconds
        later = line[len(line) // 2 :]
        label_along(axes, later[0], later[-1], " and ".join(designs), styles[designs[0]][1])
    return figure


def draw_counts(counts, unit="multiply-adds"):
    """What several designs were counted to do in one step, against length; log axes, for the message is a ratio.

    counts : {design: {n: count > 0}}, the same lengths for all; the title sets the dearest beside the first
    """
    lengths = sorted({n for series in counts.values() for n in series})
    first, dearest = next(iter(counts)), max(counts, key=lambda design: counts[design][lengths[-1]])
    ratio = counts[dearest][lengths[-1]] / counts[first][lengths[-1]]
    figure = Picture(
        f"At {spaced(lengths[-1])} tokens {dearest} takes {_times(ratio)} the {unit} of {first}", height=3.6
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


def draw_time_per_token(seconds, bytes_per_token):
    """Time of a step divided by its length: falls while more tokens share the fixed part, rises where memory is far.

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
    read.set_xlabel("keys and values that a step reads", fontsize=9.5, color=INK)
    read.tick_params(labelsize=9, colors=INK, length=3, width=0.6)
    read.spines["top"].set(color=INK, linewidth=0.6)
    read.set_xticks(
        [n * bytes_per_token for n in lengths[::2]], [short_bytes(n * bytes_per_token) for n in lengths[::2]]
    )
    read.xaxis.set_minor_locator(NullLocator())
    return figure


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


def draw_step_times(seconds, n_expected=None, also=None, name=""):
    """Time of each token as it was written; call again with more times to draw it live.

    seconds : (m,) seconds a token, m may be 0; n_expected : tokens in all, so that the axis stands still
    also : {name: seconds of each token} of one other run, drawn behind and set against this one in the title;
    name : of this run, written beside its end
    """
    seconds = np.asarray(seconds, dtype=float)
    also = also or {}
    m = len(seconds)
    late = _typical(seconds[-_tenth(m) :])
    if also and m:
        ((other_name, slow),) = ((run, _typical(other[-_tenth(len(other)) :])) for run, other in also.items())
        title = f"A late token took {short_seconds(slow)} {other_name}, {short_seconds(late)} {name}: {_times(slow / late)} as long"
    elif m >= 8:
        early = _typical(seconds[: _tenth(m)])
        if late > 1.25 * early:
            title = f"The last tokens took {late / early:.1f} times as long as the first"
        else:
            title = f"Each token took about as long as the first: {short_seconds(_typical(seconds))}"
    else:
        title = "How long will each token take?" if m == 0 else f"Token {m} took {short_seconds(seconds[-1])}"
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
    every = [s for series in (seconds, *also.values()) for s in series]
    axes.set_xlim(0, max([n_expected or 0, m, 1, *map(len, also.values())]) + 0.5)
    # one hiccup of the machine must not flatten all the rest
    axes.set_ylim(0, min(max(every), 1.6 * float(np.quantile(every, 0.95))) * 1.15 if every else 1e-3)
    axes.xaxis.set_major_locator(MaxNLocator("auto", integer=True, steps=[1, 2, 5, 10]))
    quantity_axis(axes.yaxis, short_seconds)
    if ends:
        label_line_ends(axes, ends)
    return figure


def _tenth(n):
    """How many steps at either end of a run of n speak for it; a few even when only a few were taken."""
    return max(min(n, 4), n // 10)


def _typical(seconds):
    return float(np.median(seconds)) if len(seconds) else 0.0


def log_log(figure, lengths, xlabel, ylabel, place=111, heading=""):
    """A panel of counts against length with log axes, ticks at the lengths."""
    axes = panel(figure, place, xlabel, ylabel, heading)
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    lengths_axis(axes.xaxis, lengths, log=True)
    quantity_axis(axes.yaxis, short_count)
    axes.set_xlim(min(lengths) / 1.1, max(lengths) * 1.1)
    return axes


def _exactly(number):
    return spaced(number) if number == round(number) else f"{number:.4g}"


def _times(ratio):
    return f"{ratio:.1f} ×" if ratio < 10 else f"{spaced(ratio)} ×"


def _steps(n):
    return "1 step" if n == 1 else f"{n} steps"
