"""Is a decode step's counted cost what it has to be? From data to a CostReport; processor time plays no
part."""

import numpy as np

from autograder.cost.attention import attention, close_to, inputs_of
from autograder.cost.findings import FINDINGS, CostReport
from autograder.cost.growing import escaped, grows_faster, periodic, too_slow
from autograder.cost.series import Series, finding_at, multiplications, multiply_adds, spaced, work
from decodelab import growth
from decodelab.meter.counts import Cost

EXTRA_MULTIPLY_ADDS = 6
"""Multiply-adds a token beyond the two products that scaling, masking and normalising may take."""


PASSES = 16
"""Largest traffic, in readings of the whole cache: extended precision over a cache that copies takes 15."""


COPIES = 5
"""Most copies of the whole cache: concatenating, reading defensively and converting to extended precision
make four."""


OTHER_PER_COLUMN, OTHER_PER_TOKEN = 4, 20
"""Other operations for each cached number, and for each token: rescaling keys and values, a running softmax,
…"""


ONE_PRODUCT_MORE = 2.3
"""Up to so many times the two products, one of them is computed twice; beyond, something is projected
again."""


def judge_decode_steps(data):
    """Verdict on count_decode_steps: per extra token the two products, little else, nothing that grows faster
    than n."""
    series = Series(data["steps"])
    d_k, d_v = data["d_k"], data["d_v"]
    notes, figures = _describe(series, d_k + d_v, np.dtype(data["dtype"]).itemsize)
    finding = (
        too_slow(series)
        or periodic(series)
        or grows_faster(series)
        or escaped(series)
        or _wrong_or_missing(data, d_k, d_v)
        or _too_many_products(series, d_k, d_v)
        or _whole_buffer_elsewhere(series)
        or _too_much_else(series, d_k + d_v, np.dtype(data["dtype"]).itemsize)
    )
    return CostReport(finding, notes, figures)


def _wrong_or_missing(data, d_k, d_v):
    """Results that aren't attention, or right ones with fewer multiplications than attention takes."""
    for name, stream in (("steps", 0), ("again", 1)):
        series = Series(data[name])
        wrong = _first_wrong(series.data["outputs"], data, stream)
        needed = d_k + d_v
        short = [
            n for n, cost in series.totals.items() if n >= 4 and multiplications(cost) < 0.999 * n * needed
        ]
        if short:
            n = short[-1]
            done = multiplications(series.totals[n])
            sentence = (
                f"at n = {n} attention takes {spaced(n * needed)} multiplications, {n} · ({d_k} + {d_v}); "
                f"{spaced(done)} were counted"
            )
            if wrong:
                return finding_at(
                    "missing-work",
                    sentence + f", and the result differs from attention at n = {wrong}.",
                    n=n,
                    counted=done,
                )
            return finding_at(
                "missing-work",
                sentence + ", though the results are right: work is done where the meter doesn't see it.",
                outcome="inconclusive",
                question=FINDINGS["escaped-work"],
                n=n,
                counted=done,
            )
        if wrong:
            return finding_at(
                "not-attention",
                f"the steps counted don't give attention's numbers: the first to differ is n = {wrong}. "
                "A cost means something for a right answer only.",
                question=where_to_look(wrong),
                n=wrong,
            )
    return None


def where_to_look(n):
    """The question of a result that differs first at length n; None: the usual one."""
    return (
        None
        if n < 8
        else (
            f"What happens with {n} tokens cached that does not happen with a few? Compare your step with "
            "full attention there."
        )
    )


def _first_wrong(outputs, data, stream):
    kept = sorted(map(int, outputs))
    if not kept:
        return None
    # As many tokens as the driver drew: the same seed draws the same stream only at the same length.
    Q, K, V = inputs_of(data, stream, data["n_steps"][stream])
    for n in kept:
        expected = attention(Q[n - 1 : n], K[:n], V[:n], causal=False)[0]
        if not close_to(outputs[str(n)], expected):
            return n
    return None


def _too_many_products(series, d_k, d_v):
    """More multiply-adds than the two products: a whole buffer, keys made again, a product made twice."""
    needed = d_k + d_v
    counted = series.of(multiply_adds)
    late = series.late()
    ratio = sum(counted[n] for n in late) / (needed * sum(late))
    slope = float(series.slope(multiply_adds))
    place = series.heaviest(multiply_adds)
    flat = sum(1 for _, d in growth.first_differences(counted) if d == 0) > 0.5 * len(counted)
    if (slope < 0.5 * needed or flat) and ratio > 1.2:
        n = late[0]
        return finding_at(
            "whole-buffer",
            f"at n = {n} attention takes {spaced(n * needed)} multiply-adds; your step takes "
            f"{spaced(counted[n])}, {counted[n] / (n * needed):.1f} times as many: it pays for the buffer's "
            "capacity, not for the tokens in it.",
            series,
            place,
            n=n,
            counted=counted[n],
            needed=n * needed,
        )
    if slope <= needed + EXTRA_MULTIPLY_ADDS:
        return None
    sentence = (
        f"each extra token costs {slope:,.0f} multiply-adds; the two products need {needed}: {d_k} for its "
        f"key and {d_v} for its value"
    )
    figures = {"per_token": round(slope, 3), "needed": needed}
    at = series.costs[series.last][place]
    if (
        not series.places[place]["product"]
        and 4 * at.python_steps < at.multiply_adds <= 1.01 * series.last * at.python_steps
    ):
        # arrays of one number a token, over and over: no product of keys, queries or values
        return finding_at("heavy-elementwise", sentence + ".", series, place, **figures)
    if slope <= ONE_PRODUCT_MORE * needed:
        return finding_at(
            "products-twice",
            sentence
            + f". That is {slope - needed:,.0f} too many: about one product more than needed is computed.",
            series,
            _made_again(series, slope - needed, place),
            **figures,
        )
    if (
        1 < at.python_steps < series.last / 4
        and at.multiply_adds <= 1.01 * series.last * max(d_k, d_v) * at.python_steps
    ):
        # a few calls, none of which takes more than one product of attention does
        return finding_at(
            "products-twice",
            sentence + f". The product on this line is computed {at.python_steps} times.",
            series,
            place,
            **figures,
        )
    return finding_at(
        "re-projection",
        sentence + f". That is linear, and {slope / needed:.0f} times as steep: something is computed "
        "again for every cached token.",
        series,
        place,
        **figures,
    )


def _made_again(series, excess, heaviest):
    """Of several lines with a product of so many multiply-adds a token the last one; else the heaviest
    line."""
    costs = series.costs[series.last]
    alike = [
        p
        for p, cost in costs.items()
        if abs(cost.multiply_adds - excess * series.last) <= 0.01 * excess * series.last
    ]
    return max(alike, key=lambda p: series.places[p]["line"]) if len(alike) > 1 else heaviest


def _whole_buffer_elsewhere(series):
    """Work that is the same at every length and dwarfs what depends on it."""
    slope = float(series.slope(work))
    late = series.late()
    costs = series.of(work)
    fixed = sum(costs[n] - slope * n for n in late) / len(late)
    if fixed < 20_000 or fixed < 2 * slope * series.last:
        return None
    place = max(
        range(len(series.places)), key=lambda p: min(work(series.costs[n].get(p, Cost())) for n in late)
    )
    return finding_at(
        "whole-buffer",
        f"{spaced(round(fixed))} operations of every step don't depend on the number of tokens: "
        f"as much as {fixed / max(slope, 1):,.0f} tokens' worth.",
        series,
        place,
        fixed=round(fixed),
    )


def _too_much_else(series, columns, itemsize):
    """Linear, with the right products, but far too much around them."""
    traffic = float(series.slope(lambda c: c.bytes_moved))
    copied = float(series.slope(lambda c: c.bytes_copied))
    if traffic > PASSES * columns * itemsize or copied > COPIES * columns * itemsize:
        place = series.heaviest(lambda c: c.bytes_moved)
        return finding_at(
            "heavy-traffic",
            f"each extra token moves {traffic:,.0f} bytes a step, {traffic / (columns * itemsize):.0f} "
            f"times the {columns * itemsize} bytes of its key and value.",
            series,
            place,
            per_token=round(traffic, 3),
        )
    other = float(series.slope(lambda c: c.other_flops))
    if other > OTHER_PER_COLUMN * columns + OTHER_PER_TOKEN:
        place = series.heaviest(lambda c: c.other_flops)
        return finding_at(
            "heavy-elementwise",
            f"each extra token costs {other:,.0f} operations beside the two products, which take "
            f"{columns} multiply-adds.",
            series,
            place,
            per_token=round(other, 3),
        )
    return None


def _describe(series, columns, itemsize):
    """Notes and exact figures for an answer, right or wrong."""
    if len(series.lengths) < 4:
        return (), {}
    figures = {
        name: str(growth.of_counts(series.of(measure)))
        for name, measure in (
            ("multiply_adds", multiply_adds),
            ("other_flops", lambda c: c.other_flops),
            ("bytes", lambda c: c.bytes_moved),
            ("python_steps", lambda c: c.python_steps),
        )
    }
    notes = []
    copied = float(series.slope(lambda c: c.bytes_copied))
    if copied >= 0.5 * columns * itemsize:
        notes.append(
            f"each step copies what is cached ({copied:,.0f} bytes for every token). That is linear like "
            "the products themselves, so it passes; a buffer that doubles when it is full copies each "
            "token about once in all."
        )
    steps = float(series.slope(lambda c: c.python_steps))
    if steps >= 1:
        notes.append(
            f"each cached token costs {steps:,.0f} steps of Python. The count is right and that is what is "
            "judged; numpy would do the same multiply-adds many times faster."
        )
    for name in series.data["assumed"]:
        notes.append(f"{name} is not on the meter's price list and was counted as linear.")
    return tuple(notes), figures
