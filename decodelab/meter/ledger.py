"""What is being counted now: the Meter that is on, and the products that wait for their addition."""

import types
import weakref
from typing import Any

import numpy as np


class BudgetSpent(BaseException):
    """More work than this meter allows. Not an Exception: no `except` of the learner's swallows it."""


class _NoMeter:
    """Stands in for the meter between two countings: functions made inside one may be called later."""

    instrumented: dict[int, types.CodeType] = {}

    def spend(self, work: int) -> None:
        pass

    def meet(self, value: Any) -> None:
        pass

    def watch(self, value: Any) -> bool:
        return True

    def escaped(self, site: Any, reason: str) -> None:
        pass

    def instrument_string(self, site: Any, source: Any, mode: str) -> Any:
        return source


memory: Any = None
"""What follows the arrays (memory.py), where the Meter was asked for it."""
NO_METER = _NoMeter()
meter: Any = NO_METER
"""The Meter that is counting now. Only one can: counts are booked to the source, not to a thread."""


class Products:
    """Results of multiplications that have not been added to anything yet.

    An addition of such a result makes a multiply-add of the two. Arrays are held weakly (a view
    counts as its base); plain numbers have no weak references, so the latest ones are held.
    """

    LIMIT = 100_000

    def __init__(self) -> None:
        self._entries: dict[int, list[Any]] = {}

    def clear(self) -> None:
        self._entries.clear()

    def note(self, result: Any, site: Any, count: int) -> None:
        """`result` holds `count` products made at `site`."""
        if len(self._entries) > self.LIMIT:
            self._entries.clear()
        if isinstance(result, np.ndarray):
            if result.base is not None and isinstance(result.base, np.ndarray):
                result = result.base
            self._entries[id(result)] = [weakref.ref(result), site, count]
        else:
            self._entries[id(result)] = [result, site, count]

    def _find(self, value: Any) -> tuple[int, list[Any]] | tuple[None, None]:
        """The key and entry of a value, if it is a product that was not added yet."""
        if isinstance(value, np.ndarray):
            for candidate in (value, value.base):
                entry = self._entries.get(id(candidate))
                if entry is not None and isinstance(entry[0], weakref.ref) and entry[0]() is candidate:
                    return id(candidate), entry
        else:
            entry = self._entries.get(id(value))
            if entry is not None and entry[0] is value:
                return id(value), entry
        return None, None

    def take(self, value: Any, count: int) -> int:
        """Up to `count` products of `value` are added to something: how many were products."""
        key, entry = self._find(value)
        if key is None or entry is None:
            return 0
        _, site, left = entry
        paired = min(left, count, site.multiplications)
        site.multiplications -= paired
        site.multiply_adds += paired
        entry[2] = left - paired
        if not entry[2]:
            del self._entries[key]
        return paired

    def carry(self, value: Any, result: Any) -> None:
        """`result` is `value` scaled or rearranged: its products are products still."""
        key, entry = self._find(value)
        if key is not None and entry is not None:
            del self._entries[key]
            self.note(result, entry[1], entry[2])


products = Products()
