"""Check kind C: is a step's counted cost what it has to be? Pure functions from data to a verdict.

The data come from `decodelab.meter.drivers`, which may have run in another process. A verdict is a
CostReport: at most one finding, with an id, the line at fault, the figures and a question; and notes
on what is fine but worth knowing. CPU time plays no part.

What it can't do: judge work that first appears beyond the longest length counted. Counts come from
the learner's process; that they are possible is checked here (results against attention, work against
the mathematical minimum), and what can't be settled ends as `inconclusive`, for a person to look at.
"""

import os
import re
from dataclasses import dataclass, field, fields
from operator import attrgetter
from statistics import median

import numpy as np

from decodelab import growth
from decodelab.meter.counts import Cost
from decodelab.meter.drivers import tokens

EXTRA_MULTIPLY_ADDS = 6
"""Multiply-adds a token beyond the two products that scaling, masking and normalising may take."""
PASSES = 16
"""Largest traffic, in readings of the whole cache: extended precision over a cache that copies takes 15."""
COPIES = 5
"""Most copies of the whole cache: concatenating, reading defensively and converting to extended precision make four."""
OTHER_PER_COLUMN = 4
"""Other operations for each cached number: rescaling keys and values, a running softmax, …"""
FEWEST_LENGTHS = 24
"""With fewer steps counted a growth can't be told."""
MOST_TOKENS = 1_000
"""Tokens, and numbers of each, of a count: whoever judges makes them anew."""
MOST_ENTRIES = 2_000_000
"""Lengths times places that a series may have: verdicts go through all of them. 600 steps of an answer of 200 lines have a tenth."""


@dataclass(frozen=True)
class Finding:
    """What is wrong with a cost.

    id        one of FINDINGS or KNOWN_TOTALS, a misconception of its own
    outcome   "fail", or "inconclusive": not settled, a person has to look
    sentence  what was seen, with figures
    question  leads the learner to the cause
    line, statement   where, if one place is at fault
    figures   the numbers the verdict rests on
    """

    id: str
    outcome: str
    sentence: str
    question: str
    line: int | None = None
    statement: str = ""
    figures: dict = field(default_factory=dict)

    def __str__(self):
        where = f"\n  line {self.line}: {self.statement}" if self.line else ""
        return f"{self.sentence}{where}\n{self.question}"


@dataclass(frozen=True)
class CostReport:
    """finding: None if the cost is as it should be. notes: sentences for those who pass, too. figures: exact numbers."""

    finding: Finding | None
    notes: tuple = ()
    figures: dict = field(default_factory=dict)


FINDINGS = {
    "recompute": "The keys answer more than the new query: which of the rows of that product does the result use?",
    "mask-each-step": "The new token may look at everything cached. Which entries would a mask hide from it?",
    "sort": "Where does attention need its scores in order?",
    "quadratic-copying": "How often is each cached row copied while one token is processed?",
    "quadratic": "What on that line is done for every pair of tokens, though only one query is new?",
    "periodic-recompute": "Most steps are cheap and one in a while is not. What is done again then that was known before?",
    "re-projection": "What of an earlier token's key and value changes when a new token comes?",
    "products-twice": "Which of the two products is computed more than once, and can its result be kept in a variable?",
    "whole-buffer": "How many rows of the buffer hold tokens at this step, and how many rows take part in the product?",
    "heavy-traffic": "How many times is the whole cache read or written in one step? Two readings are enough: keys once, values once.",
    "heavy-elementwise": "What is computed for every cached number, beyond the two products?",
    "too-slow": "Which loop runs over all pairs of tokens, or over all of them again and again?",
    "missing-work": "Every cached key has to meet the new query. Where does that happen for the oldest tokens?",
    "not-attention": "Compare your step with full attention on three tokens, by hand. Which number is the first to differ?",
    "escaped-work": "Can that line be written with numpy or plain Python, so that its work can be counted?",
}


# -- the decode step --------------------------------------------------------------------------------------


def judge_decode_steps(data):
    """Verdict on count_decode_steps: per extra token the two products, little else, nothing that grows faster than n."""
    series = Series(data["steps"])
    d_k, d_v = data["d_k"], data["d_v"]
    notes, figures = _describe(series, d_k + d_v, np.dtype(data["dtype"]).itemsize)
    finding = (
        _too_slow(series)
        or periodic(series)
        or grows_faster(series)
        or escaped(series)
        or _wrong_or_missing(data, d_k, d_v)
        or _too_many_products(series, d_k, d_v)
        or _whole_buffer_elsewhere(series)
        or _too_much_else(series, d_k + d_v, np.dtype(data["dtype"]).itemsize)
    )
    return CostReport(finding, notes, figures)


class Series:
    """A driver's series with the questions the verdicts ask of it."""

    def __init__(self, data):
        if (1 + len(data["lengths"])) * (1 + len(data["places"])) > MOST_ENTRIES:
            raise ValueError(
                f"counts of {len(data['lengths']):,} lengths at {len(data['places']):,} places are no counts of an answer"
            )
        self.data = data
        self.lengths = data["lengths"]
        self.places = data["places"]
        usual = {place: Cost(*numbers) for place, *numbers in data["usual"]}
        self.costs = {
            n: {**usual, **{place: Cost(*numbers) for place, *numbers in row}}
            for n, row in zip(self.lengths, data["counts"])
        }
        self.totals = {n: sum(costs.values(), Cost()) for n, costs in self.costs.items()}
        self.last = max(self.lengths, default=0)

    def of(self, measure):
        """{n: measure of the total cost}"""
        return {n: measure(cost) for n, cost in self.totals.items()}

    def of_place(self, place, measure):
        return {n: measure(costs.get(place, Cost())) for n, costs in self.costs.items()}

    def late(self):
        """Lengths of the last doubling."""
        return [n for n in self.lengths if n > self.last / 2]

    def slope(self, measure):
        """Cost of one more token: exact where neighbouring lengths agree, else the mean over the last two doublings."""
        costs = self.of(measure)
        found = growth.of_counts(costs)
        if found.exact and found.per_token is not None:
            return found.per_token
        late = [n for n in self.lengths if n > self.last / 2]
        early = [n for n in self.lengths if self.last / 4 < n <= self.last / 2]
        mean = lambda ns, f: sum(map(f, ns)) / len(ns)  # noqa: E731
        return (mean(late, costs.get) - mean(early, costs.get)) / (mean(late, float) - mean(early, float))

    def foretold(self, n):
        """Cost of a step at a length that was not counted: on along a line, or in proportion to n² where that rises faster."""
        late = self.late()
        middle = sum(late) / len(late)
        rises = growth.rises_faster_than_n(self.of(work))

        def one(name):
            measure = attrgetter(name)
            mean = sum(measure(self.totals[m]) for m in late) / len(late)
            return round(
                mean * (n / middle) ** 2
                if rises
                else mean + max(float(self.slope(measure)), 0) * (n - middle)
            )

        return Cost(*(one(f.name) for f in fields(Cost)))

    def heaviest(self, measure, among=None):
        """The place with the largest measure at the last length."""
        at = self.costs.get(self.last) or {
            p: Cost(*numbers) for p, *numbers in (self.data["unfinished"] or {"row": []})["row"]
        }
        chosen = {p: measure(c) for p, c in at.items() if among is None or p in among}
        theirs = {p: amount for p, amount in chosen.items() if amount and not self.places[p]["library"]}
        chosen = theirs or chosen
        return max(chosen, key=chosen.get, default=None)

    def statement(self, place):
        """The statement of a place, and the file where that is not the learner's."""
        spot = self.places[place]
        return spot["statement"] + (
            f"   (in {os.path.basename(spot['file'])}, which your code calls)" if spot["library"] else ""
        )


def work(cost):
    """One number for all kinds of work: FLOPs, eight bytes of traffic or one Python step count one."""
    return cost.flops + cost.bytes_moved // 8 + cost.python_steps


def multiplications(cost):
    return cost.multiply_adds + cost.multiplications


def multiply_adds(cost):
    return cost.multiply_adds


def _finding(id, sentence, series=None, place=None, outcome="fail", question=None, **figures):
    where = (None, "") if place is None else (series.places[place]["line"], series.statement(place))
    return Finding(id, outcome, sentence, question or FINDINGS[id], *where, figures)


def _too_slow(series):
    if len(series.lengths) >= FEWEST_LENGTHS:
        return None
    unfinished = series.data["unfinished"]
    if unfinished is None:
        return None
    works = [work(cost) for cost in series.totals.values()]
    if len(works) >= 4 and min(works[1:]) > 0.8 * max(works):
        place = series.heaviest(work)
        return _finding(
            "whole-buffer",
            f"every step takes about {_spaced(median(works))} operations, also the first ones, when there "
            "is next to nothing to attend to.",
            series,
            place,
            work=int(median(works)),
        )
    heaviest = max(unfinished["row"], key=lambda row: work(Cost(*row[1:])), default=[None])[0]
    done = work(sum((Cost(*row[1:]) for row in unfinished["row"]), Cost()))
    return _finding(
        "too-slow",
        f"the step at n = {unfinished['n']} was stopped after {_spaced(done)} operations: far more than "
        "a step of this length can need.",
        series,
        heaviest,
        n=unfinished["n"],
        work=done,
    )


def grows_faster(series):
    """The finding for work that grows faster than n, in total or in one expression, however small it still is; or None."""
    total = growth.of_counts(series.of(work))
    beyond = ("n log n", "quadratic", "cubic")
    guilty = {}
    for place in range(len(series.places)):
        costs = series.of_place(place, work)
        if costs[series.last] >= 16 and sum(1 for c in costs.values() if c) > 0.7 * len(costs):
            if growth.rises_faster_than_n(costs):
                guilty[place] = growth.of_counts(costs).kind
    if total.kind not in beyond and not guilty:
        return None
    place = series.heaviest(work, guilty or None)
    kind = guilty.get(place, total.kind)
    at = series.costs[series.last][place]
    costs = series.of_place(place, work)
    half = min(series.lengths, key=lambda n: abs(n - series.last / 2))
    sentence = (
        f"this line's work grows faster than the number of cached tokens: {_spaced(costs[half])} operations at n = {half}, "
        f"{_spaced(costs[series.last])} at n = {series.last} ({_words(kind)})."
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
    return _finding(id, sentence, series, place, growth=kind, n=series.last, work=costs[series.last])


def _loops_over_products(series, guilty):
    """Whether multiply-adds, at whichever line, grow faster than n."""
    return any(
        growth.of_counts(series.of_place(p, multiply_adds)).kind in ("quadratic", "cubic") for p in guilty
    )


def _words(kind):
    return {"n log n": "like n · log n", "quadratic": "like n²", "cubic": "like n³ or faster"}.get(kind, kind)


def periodic(series):
    """The finding for a step that costs many times what its neighbours cost, the one that the budget ended included; or None."""
    late = [n for n in series.lengths if n > series.last / 4]
    costs, parts = series.of(work), dict(series.costs)
    typical = median(costs[n] / n for n in late)
    if unfinished := series.data["unfinished"]:
        n = unfinished["n"]
        late.append(n)
        parts[n] = {place: Cost(*numbers) for place, *numbers in unfinished["row"]}
        costs[n] = work(sum(parts[n].values(), Cost()))
    worst = max(late, key=lambda n: costs[n] / n)
    if costs[worst] / worst <= 8 * typical:
        return None
    place = max(parts[worst], key=lambda p: work(parts[worst][p]))
    return _finding(
        "periodic-recompute",
        f"the step at n = {worst} costs {costs[worst] / worst / typical:.0f} times as much as "
        f"those around it: {_spaced(costs[worst])} operations.",
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
                f"at n = {n} attention takes {_spaced(n * needed)} multiplications, {n} · ({d_k} + {d_v}); "
                f"{_spaced(done)} were counted"
            )
            if wrong:
                return _finding(
                    "missing-work",
                    sentence + f", and the result differs from attention at n = {wrong}.",
                    n=n,
                    counted=done,
                )
            return _finding(
                "missing-work",
                sentence + ", though the results are right: work is done where the meter doesn't see it.",
                outcome="inconclusive",
                question=FINDINGS["escaped-work"],
                n=n,
                counted=done,
            )
        if wrong:
            return _finding(
                "not-attention",
                f"the steps counted don't give attention's numbers: the first to differ is n = {wrong}. "
                "A cost means something for a right answer only.",
                question=_where_to_look(wrong),
                n=wrong,
            )
    return None


def _where_to_look(n):
    """The question of a result that differs first at length n; None: the usual one."""
    return (
        None
        if n < 8
        else f"What happens with {n} tokens cached that does not happen with a few? Compare your step with full attention there."
    )


def _first_wrong(outputs, data, stream):
    kept = sorted(map(int, outputs))
    if not kept:
        return None
    # As many tokens as the driver drew: the same seed draws the same stream only at the same length.
    Q, K, V = _inputs(data, stream, data["n_steps"][stream])
    for n in kept:
        expected = attention(Q[n - 1 : n], K[:n], V[:n], causal=False)[0]
        if not _close(outputs[str(n)], expected):
            return n
    return None


def _inputs(data, stream, n):
    """Q, K, V of a count, made again from what its data say of them."""
    if max(n, data["d_k"], data["d_v"]) > MOST_TOKENS:
        raise ValueError(f"counts of {n:,} tokens are none that were asked for")
    return tokens(data["seed"], stream, n, data["d_k"], data["d_v"], data["dtype"])


def attention(Q, K, V, causal=True):
    """Attention by matrix products in float64. Rows of Q are the last rows of K's sequence."""
    Q, K, V = (np.asarray(x, float) for x in (Q, K, V))
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    if causal:
        scores[~np.tri(len(Q), len(K), len(K) - len(Q), dtype=bool)] = -np.inf
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ V / weights.sum(axis=1, keepdims=True)


def _close(got, expected):
    got = np.asarray(got, float)
    return got.shape == expected.shape and bool(np.all(np.abs(got - expected) <= 1e-4))


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
        return _finding(
            "whole-buffer",
            f"at n = {n} attention takes {_spaced(n * needed)} multiply-adds; your step takes "
            f"{_spaced(counted[n])}, {counted[n] / (n * needed):.1f} times as many: it pays for the buffer's capacity, "
            "not for the tokens in it.",
            series,
            place,
            n=n,
            counted=counted[n],
            needed=n * needed,
        )
    if slope <= needed + EXTRA_MULTIPLY_ADDS:
        return None
    sentence = (
        f"each extra token costs {slope:,.0f} multiply-adds; the two products need {needed}: {d_k} for its key and {d_v} "
        "for its value"
    )
    figures = {"per_token": round(slope, 3), "needed": needed}
    at = series.costs[series.last][place]
    if (
        not series.places[place]["product"]
        and 4 * at.python_steps < at.multiply_adds <= 1.01 * series.last * at.python_steps
    ):
        # arrays of one number a token, over and over: no product of keys, queries or values
        return _finding("heavy-elementwise", sentence + ".", series, place, **figures)
    if slope <= 2.3 * needed:
        return _finding(
            "products-twice",
            sentence + ". About one product more than needed is computed.",
            series,
            place,
            **figures,
        )
    if (
        1 < at.python_steps < series.last / 4
        and at.multiply_adds <= 1.01 * series.last * max(d_k, d_v) * at.python_steps
    ):
        # a few calls, none of which takes more than one product of attention does
        return _finding(
            "products-twice",
            sentence + f". The product on this line is computed {at.python_steps} times.",
            series,
            place,
            **figures,
        )
    return _finding(
        "re-projection",
        sentence + f". That is linear, and {slope / needed:.0f} times as steep: something is computed "
        "again for every cached token.",
        series,
        place,
        **figures,
    )


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
    return _finding(
        "whole-buffer",
        f"{_spaced(round(fixed))} operations of every step don't depend on the number of tokens: "
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
        return _finding(
            "heavy-traffic",
            f"each extra token moves {traffic:,.0f} bytes a step, {traffic / (columns * itemsize):.0f} "
            f"times the {columns * itemsize} bytes of its key and value.",
            series,
            place,
            per_token=round(traffic, 3),
        )
    other = float(series.slope(lambda c: c.other_flops))
    if other > OTHER_PER_COLUMN * columns + 20:
        place = series.heaviest(lambda c: c.other_flops)
        return _finding(
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
            f"each step copies what is cached ({copied:,.0f} bytes for every token). That is linear like the products "
            "themselves, so it passes; a buffer that doubles when it is full copies each token about once in all."
        )
    steps = float(series.slope(lambda c: c.python_steps))
    if steps >= 1:
        notes.append(
            f"each cached token costs {steps:,.0f} steps of Python. The count is right and that is what is judged; numpy "
            "would do the same multiply-adds many times faster."
        )
    for name in series.data["assumed"]:
        notes.append(f"{name} is not on the meter's price list and was counted as linear.")
    return tuple(notes), figures


# -- prefill and the whole sequence ------------------------------------------------------------------------


def judge_prefill(data):
    """Verdict on count_prefill: at most every query of the chunk against everything cached."""
    chunks, prompts = Series(data["chunks"]), Series(data["prompts"])
    needed, t = data["d_k"] + data["d_v"], data["chunk"]
    wrong = _prefill_results(data)
    finding = (
        _too_slow(chunks)
        or escaped(chunks)
        or escaped(prompts)
        or _prefill_products(chunks, {n: t for n in chunks.lengths}, needed, wrong)
        or _prefill_products(prompts, {n: n for n in prompts.lengths}, needed, wrong)
        or wrong
    )
    notes = []
    faster = [p for p in range(len(chunks.places)) if growth.rises_faster_than_n(chunks.of_place(p, work))]
    if finding is None and faster:
        place = chunks.places[chunks.heaviest(work, faster)]
        notes.append(
            f"line {place['line']} does work for every pair of tokens, also those that were cached before the chunk: "
            f"{t} rows would do. ({place['statement']})"
        )
    return CostReport(
        finding, tuple(notes), {"multiply_adds": str(growth.of_counts(chunks.of(multiply_adds)))}
    )


def _prefill_products(series, queries, needed, wrong):
    """Multiply-adds between the causal minimum and every query against every key. With wrong results too few explain nothing."""
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
                f"a chunk of {t} on top of {n - t} cached tokens takes {_spaced(counted)} multiply-adds; every query of the "
                f"chunk against everything cached is {_spaced(most)}."
            )
            id = "recompute" if counted > 3 * most else "products-twice"
            return _finding(id, sentence, series, place, n=n, chunk=t, counted=counted, most=most)
        if multiplied < 0.999 * least and not wrong:
            return _finding(
                "missing-work",
                f"a chunk of {t} on top of {n - t} cached tokens needs {_spaced(least)} multiplications; "
                f"{_spaced(multiplied)} were counted.",
                outcome="inconclusive",
                question=FINDINGS["escaped-work"],
                n=n,
                chunk=t,
                counted=multiplied,
            )
    return None


def _prefill_results(data):
    t = data["chunk"]
    Q, K, V = _inputs(data, 0, data["n_tokens"])
    for name in ("chunks", "prompts"):
        for key, got in data[name]["outputs"].items():
            n = int(key)
            first = n - t if name == "chunks" else 0
            if not _close(got, attention(Q[first:n], K[:n], V[:n])):
                return _finding(
                    "not-attention",
                    f"the chunk that ends at token {n} doesn't give attention's numbers. "
                    "A cost means something for a right answer only.",
                    question=_where_to_look(n),
                    n=n,
                )
    return None


KNOWN_TOTALS = {
    "appended-twice": (
        lambda n: n * (n + 1),
        "That is exactly twice as many, as when each token stands in the cache twice.",
        "Which lines append to the cache while one token is decoded? Look inside decode_step too.",
    ),
    "all-at-once": (
        lambda n: n * n,
        "That is what all queries times all keys cost, with no step in between.",
        "Which tokens exist when token 0 is decoded? Where does your code call decode_step?",
    ),
    "full-for-each-token": (
        lambda n: n * (n + 1) * (2 * n + 1) // 6,
        "That is what full attention costs when it is computed anew for every token.",
        "Which rows are finished already when a token comes? Where does your code call decode_step?",
    ),
}
"""Keys met by queries when a sequence of n tokens goes wrong in one way, what to say, and what to ask. Apart from FINDINGS:
a single decode step can't go wrong like this."""


def judge_attend_incrementally(data):
    """Verdict on count_attend_incrementally: the sum of linear steps, no row computed twice."""
    series = Series(data["sequences"])
    d_k, d_v = data["d_k"], data["d_v"]
    needed = d_k + d_v
    if not series.lengths:
        unfinished = series.data["unfinished"]
        return CostReport(
            _finding(
                "too-slow",
                f"a sequence of {unfinished['n']} tokens was stopped: far more work than it can need.",
            )
        )
    finding = escaped(series)
    Q, K, V = _inputs(data, 0, data["n_tokens"])
    for n in series.lengths:
        if finding is not None:
            break
        least = needed * n * (n + 1) // 2
        counted, multiplied = multiply_adds(series.totals[n]), multiplications(series.totals[n])
        place = max(series.costs[n], key=lambda p: series.costs[n][p].multiply_adds, default=None)
        if counted > 1.25 * least + EXTRA_MULTIPLY_ADDS * n * (n + 1):
            sentence = (
                f"{n} tokens take {_spaced(counted)} multiply-adds; step by step it is (1 + 2 + … + {n}) · {needed} = "
                f"{_spaced(least)}."
            )
            finding = _known_total(sentence, series, n, counted, needed) or _finding(
                "recompute", sentence, series, place, n=n, counted=counted, needed=least
            )
        elif not _close(series.data["outputs"][str(n)], attention(Q[:n], K[:n], V[:n])):
            finding = _finding(
                "not-attention",
                f"the {n} rows are not those of causal attention. A cost means something for a right "
                "answer only.",
                question=_where_to_look(n),
                n=n,
            )
        elif multiplied < 0.999 * least:
            finding = _finding(
                "missing-work",
                f"{n} tokens need {_spaced(least)} multiplications; {_spaced(multiplied)} were counted.",
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
            return _finding(id, f"{sentence}\n{as_when}", series, question=question, n=n, counted=counted)
    return None


def _beyond_quadratic(series):
    """Work of a whole sequence that grows faster than the sum of linear steps: an eightfold cost at twice the length."""
    (a, b), costs = series.lengths[-2:], series.of(work)
    if b != 2 * a or costs[b] <= 5.5 * costs[a]:
        return None
    place = max(range(len(series.places)), key=lambda p: work(series.costs[b].get(p, Cost())))
    return _finding(
        "recompute",
        f"twice the tokens cost {costs[b] / costs[a]:.1f} times the work ({a} and {b} tokens): a sum of linear "
        "steps costs four times as much.",
        series,
        place,
        n=b,
    )


def _spaced(number):
    return f"{int(number):,}".replace(",", " ")
