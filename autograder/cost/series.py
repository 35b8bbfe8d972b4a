"""Counts at many lengths, with the questions that verdicts ask of them.

The data come from `decodelab.meter.drivers`, which may have run in another process. Counts come from the
learner's process; that they are possible is checked by the verdicts (results against attention, work against
the mathematical minimum), and what can't be settled ends as `inconclusive`, for a person to look at.
"""

import math
import os
from dataclasses import fields
from operator import attrgetter

from autograder.cost.findings import FINDINGS, Finding
from autograder.kit.verdict import Tampered
from decodelab import growth
from decodelab.meter.counts import Cost
from decodelab.meter.drivers import BUDGET

FEWEST_LENGTHS = 24
"""With fewer steps counted a growth can't be told."""


MOST_TOKENS = 1_000
"""Tokens, and numbers of each, of a count: whoever judges makes them anew."""


MOST_ENTRIES = 2_000_000
"""Lengths times places that a series may have: verdicts go through all of them. 600 steps of an answer of 200
lines have a tenth."""


MOST_PYTHON_STEPS = 5 * BUDGET
"""Steps of Python that a series may have: right answers have half a budget of them, and
counting stops when that is spent."""


class Series:
    """A driver's series with the questions the verdicts ask of it."""

    def __init__(self, data):
        if (1 + len(data["lengths"])) * (1 + len(data["places"])) > MOST_ENTRIES:
            raise ValueError(
                f"counts of {len(data['lengths']):,} lengths at {len(data['places']):,} places are no "
                "counts of an answer"
            )
        self.data = data
        self.lengths = data["lengths"]
        self.places = data["places"]
        usual = {place: Cost(*numbers) for place, *numbers in data["usual"]}
        self.costs = {
            n: {**usual, **{place: Cost(*numbers) for place, *numbers in row}}
            for n, row in zip(self.lengths, data["counts"])
        }
        self.totals = self._totals()
        self.last = max(self.lengths, default=0)
        self._expect_possible()

    def _totals(self):
        """{n: Cost of all places}: of all that cost the usual, and what is otherwise at this length."""
        usual = {place: numbers for place, *numbers in self.data["usual"]}
        all_usual = [sum(amounts) for amounts in zip(*usual.values())] or [0] * len(fields(Cost))
        nothing = [0] * len(all_usual)
        totals = {}
        for n, row in zip(self.lengths, self.data["counts"]):
            total = all_usual
            for place, *numbers in row:
                total = [t + x - u for t, x, u in zip(total, numbers, usual.get(place, nothing))]
            totals[n] = Cost(*total)
        return totals

    def _expect_possible(self):
        """Counts beyond what counting would have been stopped for were not counted, nor were negative
        ones."""
        amounts = {
            field.name: [getattr(cost, field.name) for cost in self.totals.values()] for field in fields(Cost)
        }
        steps = sum(amounts["python_steps"])
        if not steps <= MOST_PYTHON_STEPS:
            told = f"{steps:,.0f} steps of Python, and counting stops after {BUDGET:,}"
        elif not all(0 <= amount < math.inf for counted in amounts.values() for amount in counted):
            told = "numbers that are none of a count"
        else:
            return
        raise Tampered(
            f"the counts of your code can't come from counting: {told}. What is written "
            "instead is worth no points.",
            diagnosable=False,
        )

    def of(self, measure):
        """{n: measure of the total cost}"""
        return {n: measure(cost) for n, cost in self.totals.items()}

    def of_place(self, place, measure):
        nothing = measure(Cost())
        return {n: measure(costs[place]) if place in costs else nothing for n, costs in self.costs.items()}

    def late(self):
        """Lengths of the last doubling."""
        return [n for n in self.lengths if n > self.last / 2]

    def slope(self, measure):
        """Cost of one more token: exact where neighbouring lengths agree, else the mean over the last two
        doublings."""
        costs = self.of(measure)
        found = growth.of_counts(costs)
        if found.exact and found.per_token is not None:
            return found.per_token
        late = [n for n in self.lengths if n > self.last / 2]
        early = [n for n in self.lengths if self.last / 4 < n <= self.last / 2]
        mean = lambda ns, f: sum(map(f, ns)) / len(ns)  # noqa: E731
        return (mean(late, costs.get) - mean(early, costs.get)) / (mean(late, float) - mean(early, float))

    def foretold(self, n):
        """Cost of a step at a length that was not counted: on along a line, or in proportion to n² where that
        rises faster."""
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


def finding_at(id, sentence, series=None, place=None, outcome="fail", question=None, **figures):
    where = (None, "") if place is None else (series.places[place]["line"], series.statement(place))
    return Finding(id, outcome, sentence, question or FINDINGS[id], *where, figures)


def spaced(number):
    return f"{int(number):,}".replace(",", " ")
