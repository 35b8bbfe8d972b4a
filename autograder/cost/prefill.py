"""Is a chunk's counted cost what it has to be?"""

from autograder.cost.attention import attention, close_to, inputs_of
from autograder.cost.decode_step import EXTRA_MULTIPLY_ADDS, where_to_look
from autograder.cost.findings import FINDINGS, CostReport
from autograder.cost.growing import escaped, too_slow
from autograder.cost.series import Series, finding_at, multiplications, multiply_adds, spaced, work
from decodelab import growth


def judge_prefill(data):
    """Verdict on count_prefill: at most every query of the chunk against everything cached."""
    chunks, prompts = Series(data["chunks"]), Series(data["prompts"])
    needed, t = data["d_k"] + data["d_v"], data["chunk"]
    wrong = _prefill_results(data)
    finding = (
        too_slow(chunks)
        or escaped(chunks)
        or escaped(prompts)
        or _prefill_products(chunks, dict.fromkeys(chunks.lengths, t), needed, wrong)
        or _prefill_products(prompts, {n: n for n in prompts.lengths}, needed, wrong)
        or wrong
    )
    notes = []
    faster = [p for p in range(len(chunks.places)) if growth.rises_faster_than_n(chunks.of_place(p, work))]
    if finding is None and faster:
        statement = chunks.statement(chunks.heaviest(work, faster))
        notes.append(
            f"`{statement}` does work for every pair of tokens, also those that were cached before the "
            f"chunk: {t} rows would do."
        )
    return CostReport(
        finding, tuple(notes), {"multiply_adds": str(growth.of_counts(chunks.of(multiply_adds)))}
    )


def _prefill_products(series, queries, needed, wrong):
    """Multiply-adds between the causal minimum and every query against every key. With wrong results too few
    explain nothing."""
    for n in reversed(
        series.lengths
    ):  # the longest first: it tells a cost that grows from one that is a few times too high
        t = queries[n]
        least = needed * (t * (n - t) + t * (t + 1) // 2)
        most = needed * t * n
        counted, multiplied = multiply_adds(series.totals[n]), multiplications(series.totals[n])
        place = max(series.costs[n], key=lambda p: series.costs[n][p].multiply_adds, default=None)
        if counted > 1.2 * most + EXTRA_MULTIPLY_ADDS * t * n:
            sentence = (
                f"a chunk of {t} on top of {n - t} cached tokens takes {spaced(counted)} multiply-adds; "
                f"every query of the chunk against everything cached is {spaced(most)}."
            )
            id = "recompute" if counted > 3 * most else "products-twice"
            return finding_at(id, sentence, series, place, n=n, chunk=t, counted=counted, most=most)
        if multiplied < 0.999 * least and not wrong:
            return finding_at(
                "missing-work",
                f"a chunk of {t} on top of {n - t} cached tokens needs {spaced(least)} multiplications; "
                f"{spaced(multiplied)} were counted.",
                outcome="inconclusive",
                question=FINDINGS["escaped-work"],
                n=n,
                chunk=t,
                counted=multiplied,
            )
    return None


def _prefill_results(data):
    t = data["chunk"]
    Q, K, V = inputs_of(data, 0, data["n_tokens"])
    for name in ("chunks", "prompts"):
        for key, got in data[name]["outputs"].items():
            n = int(key)
            first = n - t if name == "chunks" else 0
            if not close_to(got, attention(Q[first:n], K[:n], V[:n])):
                return finding_at(
                    "not-attention",
                    f"the chunk that ends at token {n} doesn't give attention's numbers. "
                    "A cost means something for a right answer only.",
                    question=where_to_look(n),
                    n=n,
                )
    return None
