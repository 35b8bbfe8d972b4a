"""Meter: count what numpy and Python code does, exactly, without a clock.

What it can't do
  - It sees code whose source it has: cells, files, strings given to exec. Code of ctypes, numba,
    another process, or a library outside Python and numpy is reported as escaped, not counted.
  - It is not a sandbox. Code that means to deceive it can reach it; who grades with it also
    checks the results and whether the counts are possible.
  - Counts are of operations and bytes as the code asks for them (docs/cost_model.md), not of caches,
    vector units or what numpy does inside. A count is no time.
  - A numpy function outside the price list counts as linear in what goes in and out; the readout says so.
  - One meter at a time, and work in a thread is counted like any other, not apart.
"""

from decodelab.meter.counts import Cost, Counts, Escape, Place, Traffic
from decodelab.meter.instrument import SourceUnavailable
from decodelab.meter.ledger import BudgetSpent
from decodelab.meter.meter import Meter

__all__ = ["BudgetSpent", "Cost", "Counts", "Escape", "Meter", "Place", "SourceUnavailable", "Traffic"]
