"""What instrumented code calls at run time: one Site for each expression of the learner's source.

A site does what the expression says, by the same C function as without the meter, and books the
cost to itself. Everything here returns plain objects: an array stays the array it would have been.
"""

import operator
import types

import numpy as np

from decodelab.meter import ledger
from decodelab.meter.booking import (
    PLAIN,
    SCALARS,
    SEQUENCES,
    WORD,
    book,
    guarded,
    move,
    nbytes,
    number,
    whole_number,
)
from decodelab.meter.calls import stand_in
from decodelab.meter.known import FREE
from decodelab.meter.operator_prices import TARGETS, Target, item_price, operator_price


class Site:
    """One expression and what it has cost since the last reset."""

    __slots__ = (
        "place",
        "unit",
        "operation",
        "kind",
        "_run",
        "multiply_adds",
        "multiplications",
        "additions",
        "others",
        "read",
        "written",
        "copied",
        "steps",
        "shapes",
        "assumed",
    )

    def __init__(self, place, unit, operation=None, kind=None):
        self.place, self.unit, self.operation, self.kind = place, unit, operation, kind
        self._run = None
        self.reset()

    def reset(self):
        self.multiply_adds = self.multiplications = self.additions = self.others = 0
        self.read = self.written = self.copied = self.steps = 0
        self.shapes = self.assumed = None

    @property
    def run(self):
        """run(f, args, kwargs): the call, in a frame that says the learner's file and line.

        So a RuntimeWarning of numpy points at their line and obeys their filters.
        """
        if self._run is None:
            code = _CALL.__code__.replace(
                co_filename=self.unit.filename,
                co_firstlineno=self.place.line,
                co_name=CALL_NAME,
                co_qualname=CALL_NAME,
            )
            self._run = types.FunctionType(code, self.unit.globals)
        return self._run

    # -- what expressions become ---------------------------------------------------------------------

    def tick(self):
        """A function was entered, or a loop or comprehension takes one more turn."""
        self.steps += 1
        ledger.meter.spend(6)
        return True

    def binary(self, a, b):
        """`a op b`, comparisons included."""
        self.steps += 1
        if type(a) in PLAIN and type(b) in PLAIN:
            result = self.operation(a, b)
            if type(result) is float or self.kind == "compare" and (type(a) is float or type(b) is float):
                number(self, "multiply" if self.kind == "power" and b == 2 else self.kind, a, b, result)
            elif type(result) is int:
                whole_number(self, self.kind, a, b, result)
            elif type(result) is complex:
                self.others += 1
            return result
        ledger.meter.meet(a)
        ledger.meter.meet(b)
        result = self.run(self.operation, (a, b), {})
        ledger.meter.spend(4)
        if isinstance(result, np.generic) and type(a) in SCALARS and type(b) in SCALARS:
            number(self, self.kind, a, b, result)
        else:
            guarded(operator_price, self, self.kind, (a, b), {}, result)
        return result

    inplace = binary

    def unary(self, a):
        """`-a`, `+a`, `~a`."""
        self.steps += 1
        ledger.meter.meet(a)
        result = self.operation(a) if type(a) in PLAIN else self.run(self.operation, (a,), {})
        if type(result) is not int:
            guarded(operator_price, self, self.kind, (a,), {}, result)
        return result

    def contains(self, item, container):
        """`item in container`."""
        self.steps += 1
        ledger.meter.meet(container)
        ledger.meter.meet(item)
        result = self.run(operator.contains, (container, item), {})
        if type(container) in SEQUENCES or isinstance(container, np.ndarray):
            self.read += nbytes(container)
            if ledger.memory is not None:
                ledger.memory.read(container)
            self.others += len(container)
            ledger.meter.spend(len(container) >> 4)
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
            book(self, "other", value.size)
            self.read += nbytes(value)
            if ledger.memory is not None:
                ledger.memory.read(value)
        return value

    def item(self, container, index):
        """`container[index]`."""
        self.steps += 1
        kind = type(container)
        if kind in SEQUENCES or kind is dict:
            result = container[index]
            if type(index) is slice:
                move(self, WORD * len(result))
            else:
                self.read += WORD
                ledger.meter.meet(result)
            return result
        ledger.meter.meet(container)
        result = self.run(operator.getitem, (container, index), {})
        ledger.meter.meet(result)
        guarded(item_price, self, "getitem", (container, index), {}, result)
        return result

    def target(self, container):
        """The `container` of `container[index] = value` or `del container[index]`."""
        self.steps += 1
        return Target(self, container) if type(container) in TARGETS else container

    def call(self, function):
        """The `function` of a call: itself, or a stand-in that books what the call costs."""
        self.steps += 1
        if id(function) in FREE:
            return function
        kind = type(function)
        if kind is types.FunctionType and id(function.__code__) in ledger.meter.instrumented:
            return function
        if (
            kind is types.MethodType
            and type(function.__func__) is types.FunctionType
            and id(function.__func__.__code__) in ledger.meter.instrumented
        ):
            return function
        return stand_in(self, function)

    def source_to_run(self, function, source):
        """The first argument of exec or eval: a string is instrumented too."""
        if function is exec or function is eval:
            return ledger.meter.instrument_string(self, source, "exec" if function is exec else "eval")
        return source

    def copies(self, value):
        """A display with a star in it, [*a, b], or the value of `a, *b = value`: copied element by
        element."""
        self.steps += 1
        if hasattr(type(value), "__len__"):
            move(self, WORD * len(value))
        return value


_CALL = lambda function, args, kwargs: function(*args, **kwargs)  # noqa: E731  (one line: its frame has one)
CALL_NAME = "<counted by Meter>"
