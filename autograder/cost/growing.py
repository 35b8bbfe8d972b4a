"""What any counted series can be guilty of: work that grows faster than the length, comes in bursts, or can't
be counted.

What it can't do: judge work that first appears beyond the longest length counted."""

import re
from statistics import median

from autograder.cost.findings import FINDINGS, Finding
from autograder.cost.series import FEWEST_LENGTHS, finding_at, multiply_adds, spaced, work
from decodelab import growth
from decodelab.meter.counts import Cost

TIMES_ITS_NEIGHBOURS = 8
"""Cost of one step, in that of those around it, from which on it is a recomputation."""


def too_slow(series):
    if len(series.lengths) >= FEWEST_LENGTHS:
        return None
    unfinished = series.data["unfinished"]
    if unfinished is None:
        return None
    works = [work(cost) for cost in series.totals.values()]
    if len(works) >= 4 and min(works[1:]) > 0.8 * max(works):
        place = series.heaviest(work)
        return finding_at(
            "whole-buffer",
            f"every step takes about {spaced(median(works))} operations, also the first ones, when there "
            "is next to nothing to attend to.",
            series,
            place,
            work=int(median(works)),
        )
    heaviest = max(unfinished["row"], key=lambda row: work(Cost(*row[1:])), default=[None])[0]
    done = work(sum((Cost(*row[1:]) for row in unfinished["row"]), Cost()))
    return finding_at(
        "too-slow",
        f"the step at n = {unfinished['n']} was stopped after {spaced(done)} operations: far more than "
        "a step of this length can need.",
        series,
        heaviest,
        n=unfinished["n"],
        work=done,
    )


def grows_faster(series):
    """The finding for work that grows faster than n, in total or in one expression, however small it still
    is; or None."""
    total = growth.of_counts(series.of(work))
    beyond = ("n log n", "quadratic", "cubic")
    guilty = {}
    for place in range(len(series.places)):
        costs = series.of_place(place, work)
        counts = costs[series.last] >= 16 and sum(1 for c in costs.values() if c) > 0.7 * len(costs)
        if counts and growth.rises_faster_than_n(costs):
            guilty[place] = growth.of_counts(costs).kind
    if total.kind not in beyond and not guilty:
        return None
    place = series.heaviest(work, guilty or None)
    kind = guilty.get(place, total.kind)
    at = series.costs[series.last][place]
    costs = series.of_place(place, work)
    half = min(series.lengths, key=lambda n: abs(n - series.last / 2))
    sentence = (
        f"this line's work grows faster than the number of cached tokens: {spaced(costs[half])} operations "
        f"at n = {half}, {spaced(costs[series.last])} at n = {series.last} ({_words(kind)})."
    )
    source = (series.places[place]["source"] + " " + series.places[place]["statement"]).lower()
    id = (
        "recompute"
        if at.multiply_adds + at.multiplications > 2 * series.last or _loops_over_products(series, guilty)
        else "sort"
        if kind == "n log n" and not at.bytes_copied > 8 * at.other_flops or "sort" in source
        else "mask-each-step"
        if at.python_steps < series.last / 4
        and re.search(r"mask|\btri|where|ones|arange|inf\b|full|eye|[<>=]=|[<>]", source)
        else "quadratic-copying"
        if at.bytes_copied or "append" in source or "concat" in source or "stack" in source
        else "quadratic"
    )
    return finding_at(id, sentence, series, place, growth=kind, n=series.last, work=costs[series.last])


def _loops_over_products(series, guilty):
    """Whether multiply-adds, at whichever line, grow faster than n."""
    return any(
        growth.of_counts(series.of_place(p, multiply_adds)).kind in ("quadratic", "cubic") for p in guilty
    )


def _words(kind):
    return {"n log n": "like n · log n", "quadratic": "like n²", "cubic": "like n³ or faster"}.get(kind, kind)


def periodic(series):
    """The finding for a step that costs many times what its neighbours cost, the one that the budget ended
    included; or None."""
    late = [n for n in series.lengths if n > series.last / 4]
    costs, parts = series.of(work), dict(series.costs)
    typical = median(costs[n] / n for n in late)
    if unfinished := series.data["unfinished"]:
        n = unfinished["n"]
        late.append(n)
        parts[n] = {place: Cost(*numbers) for place, *numbers in unfinished["row"]}
        costs[n] = work(sum(parts[n].values(), Cost()))
    worst = max(late, key=lambda n: costs[n] / n)
    if costs[worst] / worst <= TIMES_ITS_NEIGHBOURS * typical:
        return None
    place = max(parts[worst], key=lambda p: work(parts[worst][p]))
    return finding_at(
        "periodic-recompute",
        f"the step at n = {worst} costs {costs[worst] / worst / typical:.0f} times as much as "
        f"those around it: {spaced(costs[worst])} operations.",
        series,
        place,
        n=worst,
        work=costs[worst],
    )


def escaped(series):
    """The finding for the first line whose work can't be counted, or None."""
    if not series.data["escapes"]:
        return None
    first = series.data["escapes"][0]
    return Finding(
        "escaped-work",
        "inconclusive",
        f"the work of this line can't be counted: {first['reason']}.",
        FINDINGS["escaped-work"],
        first["line"],
        first["source"],
        {"escapes": len(series.data["escapes"])},
    )
