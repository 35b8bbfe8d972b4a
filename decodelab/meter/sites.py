"""What instrumented code calls at run time: one Site for each expression of the learner's source.

A site does what the expression says, by the same C function as without the meter, and books the
cost to itself. Everything here returns plain objects: an array stays the array it would have been.
"""

import operator
import types
import weakref

import numpy as np

from decodelab.meter import prices

PLAIN = frozenset((float, int, bool, complex))
SCALARS = PLAIN | {np.float64, np.float32, np.float16, np.longdouble}
SEQUENCES = frozenset((list, tuple))
WORD = 8
"""Bytes of one reference in a list, tuple, set or dict."""


class BudgetSpent(BaseException):
    """More work than this meter allows. Not an Exception: no `except` of the learner's swallows it."""


class Site:
    """One expression and what it has cost since the last reset."""

    __slots__ = ("place", "unit", "operation", "kind", "_run", "multiply_adds", "multiplications", "additions",
                 "others", "read", "written", "copied", "steps", "shapes", "assumed", "call_name")

    def __init__(self, place, unit, operation=None, kind=None):
        self.place, self.unit, self.operation, self.kind = place, unit, operation, kind
        self._run = None
        self.reset()

    def reset(self):
        self.multiply_adds = self.multiplications = self.additions = self.others = 0
        self.read = self.written = self.copied = self.steps = 0
        self.shapes = self.assumed = None
        self.call_name = ""

    @property
    def run(self):
        """run(f, args, kwargs): the call, in a frame that says the learner's file and line.

        So a RuntimeWarning of numpy points at their line and obeys their filters.
        """
        if self._run is None:
            code = _CALL.__code__.replace(co_filename=self.unit.filename, co_firstlineno=self.place.line,
                                          co_name=CALL_NAME, co_qualname=CALL_NAME)
            self._run = types.FunctionType(code, self.unit.globals)
        return self._run

    # -- what expressions become ---------------------------------------------------------------------

    def tick(self):
        """A function was entered, or a loop or comprehension takes one more turn."""
        self.steps += 1
        meter.spend(6)
        return True

    def binary(self, a, b):
        """`a op b`, comparisons included."""
        self.steps += 1
        if type(a) in PLAIN and type(b) in PLAIN:
            result = self.operation(a, b)
            if type(result) is float or self.kind == "compare" and (type(a) is float or type(b) is float):
                prices.number(self, "multiply" if self.kind == "power" and b == 2 else self.kind, a, b, result)
            elif type(result) is int:
                prices.whole_number(self, result)
            elif type(result) is complex:
                self.others += 1
            return result
        result = self.run(self.operation, (a, b), {})
        meter.spend(4)
        if isinstance(result, np.generic) and type(a) in SCALARS and type(b) in SCALARS:
            prices.number(self, self.kind, a, b, result)
        else:
            prices.guarded(prices.operator_price, self, (a, b), {}, result)
        return result

    inplace = binary

    def unary(self, a):
        """`-a`, `+a`, `~a`."""
        self.steps += 1
        result = self.operation(a) if type(a) in PLAIN else self.run(self.operation, (a,), {})
        if type(result) is not int:
            prices.guarded(prices.operator_price, self, (a,), {}, result)
        return result

    def contains(self, item, container):
        """`item in container`."""
        self.steps += 1
        result = self.run(operator.contains, (container, item), {})
        if type(container) in SEQUENCES or isinstance(container, np.ndarray):
            self.read += prices.nbytes(container)
            self.others += len(container)
            meter.spend(len(container) >> 4)
        return result

    def missing(self, item, container):
        """`item not in container`."""
        return not self.contains(item, container)

    def slice(self, start, stop, step):
        """`start:stop:step` within a subscript."""
        return slice(start, stop, step)

    def peek(self, value):
        """An operand of a chained comparison."""
        self.steps += 1
        if isinstance(value, np.ndarray):
            prices.book(self, "other", value.size)
            self.read += prices.nbytes(value)
        return value

    def item(self, container, index):
        """`container[index]`."""
        self.steps += 1
        kind = type(container)
        if kind in SEQUENCES or kind is dict:
            result = container[index]
            if type(index) is slice:
                prices.move(self, WORD * len(result))
            else:
                self.read += WORD
            return result
        result = self.run(operator.getitem, (container, index), {})
        prices.guarded(prices.item_price, self, (container, index), {}, result)
        return result

    def target(self, container):
        """The `container` of `container[index] = value` or `del container[index]`."""
        self.steps += 1
        return prices.Target(self, container) if type(container) in prices.TARGETS else container

    def call(self, function):
        """The `function` of a call: itself, or a stand-in that books what the call costs."""
        self.steps += 1
        if id(function) in prices.FREE:
            return function
        kind = type(function)
        if kind is types.FunctionType and id(function.__code__) in meter.instrumented:
            return function
        if kind is types.MethodType and type(function.__func__) is types.FunctionType \
                and id(function.__func__.__code__) in meter.instrumented:
            return function
        return prices.stand_in(self, function)

    def source_to_run(self, function, source):
        """The first argument of exec or eval: a string is instrumented too."""
        if function is exec or function is eval:
            return meter.instrument_string(self, source, "exec" if function is exec else "eval")
        return source

    def copies(self, value):
        """A display with a star in it, [*a, b], or the value of `a, *b = value`: copied element by element."""
        self.steps += 1
        if hasattr(type(value), "__len__"):
            prices.move(self, WORD * len(value))
        return value


_CALL = lambda function, args, kwargs: function(*args, **kwargs)  # noqa: E731  (one line: its frame has one)
CALL_NAME = "<counted by Meter>"


class _NoMeter:
    """Stands in for the meter between two countings: functions made inside one may be called later."""

    instrumented = {}

    def spend(self, work):
        pass

    def watch(self, value):
        return True

    def escaped(self, site, reason):
        pass

    def instrument_string(self, site, source, mode):
        return source


NO_METER = _NoMeter()
meter = NO_METER
"""The Meter that is counting now. Only one can: counts are booked to the source, not to a thread."""


class Products:
    """Results of multiplications that have not been added to anything yet.

    An addition of such a result makes a multiply-add of the two. Arrays are held weakly (a view
    counts as its base); plain numbers have no weak references, so the latest ones are held.
    """

    LIMIT = 100_000

    def __init__(self):
        self._entries = {}

    def clear(self):
        self._entries.clear()

    def note(self, result, site, count):
        """`result` holds `count` products made at `site`."""
        if len(self._entries) > self.LIMIT:
            self._entries.clear()
        if isinstance(result, np.ndarray):
            if result.base is not None and isinstance(result.base, np.ndarray):
                result = result.base
            self._entries[id(result)] = [weakref.ref(result), site, count]
        else:
            self._entries[id(result)] = [result, site, count]

    def _find(self, value):
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

    def take(self, value, count):
        """Up to `count` products of `value` are added to something: how many were products."""
        key, entry = self._find(value)
        if entry is None:
            return 0
        _, site, left = entry
        paired = min(left, count, site.multiplications)
        site.multiplications -= paired
        site.multiply_adds += paired
        entry[2] = left - paired
        if not entry[2]:
            del self._entries[key]
        return paired

    def carry(self, value, result):
        """`result` is `value` scaled or rearranged: its products are products still."""
        key, entry = self._find(value)
        if entry is not None:
            del self._entries[key]
            self.note(result, entry[1], entry[2])


products = Products()
