"""Is the counted cost of a whole sequence, token by token, what it has to be?"""

from autograder.cost.attention import attention, close_to, inputs_of
from autograder.cost.decode_step import EXTRA_MULTIPLY_ADDS, where_to_look
from autograder.cost.findings import FINDINGS, KNOWN_TOTALS, CostReport
from autograder.cost.growing import escaped
from autograder.cost.series import Series, finding_at, multiplications, multiply_adds, spaced, work
from decodelab.meter.counts import Cost


def judge_attend_incrementally(data):
    """Verdict on count_attend_incrementally: the sum of linear steps, no row computed twice."""
    series = Series(data["sequences"])
    d_k, d_v = data["d_k"], data["d_v"]
    needed = d_k + d_v
    if not series.lengths:
        unfinished = series.data["unfinished"]
        return CostReport(
            finding_at(
                "too-slow",
                f"a sequence of {unfinished['n']} tokens was stopped: far more work than it can need.",
            )
        )
    finding = escaped(series)
    Q, K, V = inputs_of(data, 0, data["n_tokens"])
    for n in series.lengths:
        if finding is not None:
            break
        least = needed * n * (n + 1) // 2
        counted, multiplied = multiply_adds(series.totals[n]), multiplications(series.totals[n])
        place = max(series.costs[n], key=lambda p: series.costs[n][p].multiply_adds, default=None)
        if counted > 1.25 * least + EXTRA_MULTIPLY_ADDS * n * (n + 1):
            sentence = (
                f"{n} tokens take {spaced(counted)} multiply-adds; step by step it is (1 + 2 + … + {n}) · "
                f"{needed} = {spaced(least)}."
            )
            finding = _known_total(sentence, series, n, counted, needed) or finding_at(
                "recompute", sentence, series, place, n=n, counted=counted, needed=least
            )
        elif not close_to(series.data["outputs"][str(n)], attention(Q[:n], K[:n], V[:n])):
            finding = finding_at(
                "not-attention",
                f"the {n} rows are not those of causal attention. A cost means something for a right "
                "answer only.",
                question=where_to_look(n),
                n=n,
            )
        elif multiplied < 0.999 * least:
            finding = finding_at(
                "missing-work",
                f"{n} tokens need {spaced(least)} multiplications; {spaced(multiplied)} were counted.",
                outcome="inconclusive",
                question=FINDINGS["escaped-work"],
                n=n,
                counted=multiplied,
            )
    if finding is None and len(series.lengths) >= 3:
        finding = _beyond_quadratic(series)
    return CostReport(finding, (), {"multiply_adds": {n: multiply_adds(c) for n, c in series.totals.items()}})


def _known_total(sentence, series, n, counted, needed):
    """The finding for a total that one mistake gives to the last multiply-add, or None.

    The line that multiplies is left out: it stands in a decode step that may be right.
    """
    for id, (rows, as_when, question) in KNOWN_TOTALS.items():
        if n > 1 and counted == rows(n) * needed:
            return finding_at(id, f"{sentence}\n{as_when}", series, question=question, n=n, counted=counted)
    return None


def _beyond_quadratic(series):
    """Work of a whole sequence that grows faster than the sum of linear steps: an eightfold cost at twice the
    length."""
    (a, b), costs = series.lengths[-2:], series.of(work)
    if b != 2 * a or costs[b] <= 5.5 * costs[a]:
        return None
    place = max(range(len(series.places)), key=lambda p: work(series.costs[b].get(p, Cost())))
    return finding_at(
        "recompute",
        f"twice the tokens cost {costs[b] / costs[a]:.1f} times the work ({a} and {b} tokens): a sum of "
        "linear steps costs four times as much.",
        series,
        place,
        n=b,
    )
