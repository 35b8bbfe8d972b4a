"""What was counted, as plain data: a Cost is six numbers and a few names, Counts says which line spent
them."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Cost:
    """Work of a piece of code. All fields are exact whole numbers.

    multiply_adds    multiplications whose product goes into a sum, with that addition
    multiplications  the other multiplications (scaling, squaring, masking by 0 and 1, …)
    other_flops      everything else on numbers: additions without a product, exp, division,
                     comparison, max, … one each; and multiplications again, so that
                     FLOPs = 2 · multiply_adds + other_flops
    bytes_read, bytes_written   array and list data that operations took in and put out
    bytes_copied     the part of bytes_written that only moved data from one place to another
    python_steps     operators, calls, subscripts, turns of a loop, function entries
    """

    multiply_adds: int = 0
    multiplications: int = 0
    other_flops: int = 0
    bytes_read: int = 0
    bytes_written: int = 0
    bytes_copied: int = 0
    python_steps: int = 0

    @property
    def flops(self) -> int:
        """Floating-point operations, a multiply-add as two."""
        return 2 * self.multiply_adds + self.other_flops

    @property
    def bytes_moved(self) -> int:
        """Bytes read plus bytes written."""
        return self.bytes_read + self.bytes_written

    def __add__(self, other: Any) -> "Cost":
        return (
            Cost(*map(operator.add, self.numbers(), other.numbers()))
            if isinstance(other, Cost)
            else NotImplemented
        )

    def __sub__(self, other: Any) -> "Cost":
        return (
            Cost(*map(operator.sub, self.numbers(), other.numbers()))
            if isinstance(other, Cost)
            else NotImplemented
        )

    def numbers(self) -> tuple[int, ...]:
        """The fields as a tuple, in the order above."""
        return (
            self.multiply_adds,
            self.multiplications,
            self.other_flops,
            self.bytes_read,
            self.bytes_written,
            self.bytes_copied,
            self.python_steps,
        )

    def __bool__(self) -> bool:
        return any(self.numbers())


@dataclass(frozen=True)
class Traffic:
    """Bytes that operations took in from an array, or from several of one name, and bytes they put there."""

    bytes_read: int = 0
    bytes_written: int = 0

    def __add__(self, other: "Traffic") -> "Traffic":
        return Traffic(self.bytes_read + other.bytes_read, self.bytes_written + other.bytes_written)

    def __sub__(self, other: "Traffic") -> "Traffic":
        return Traffic(self.bytes_read - other.bytes_read, self.bytes_written - other.bytes_written)


@dataclass(frozen=True)
class Place:
    """One expression of the learner's source: where it stands and its text."""

    file: str
    line: int
    column: int
    source: str
    statement: str = field(compare=False, default="")


@dataclass(frozen=True)
class Escape:
    """Work the meter could not price, and where."""

    file: str
    line: int
    source: str
    reason: str


@dataclass
class Counts:
    """Costs by expression. Adds, subtracts and compares like a number; `.as_json()` is plain data.

    places   {Place: Cost}
    shapes   {Place: text} for products of arrays: the operands' shapes, e.g. "(512, 64) @ (64,)"
    assumed  names of functions outside the price list, counted as linear in what goes in and out
    escapes  work that could not be priced at all

    Where the Meter was asked for them, and empty or None otherwise:
    arrays         {name: Traffic}: bytes read from the arrays of that name, and written to them
    largest_array  bytes of the largest array that was made
    peak_bytes     the most bytes of arrays made since the count began that were alive at once
    calls          {name: how often it was called}
    Counts that are added up keep the larger of two largest_array or peak_bytes.
    """

    places: dict = field(default_factory=dict)
    shapes: dict = field(default_factory=dict, compare=False)
    assumed: frozenset = field(default_factory=frozenset, compare=False)
    escapes: tuple = ()
    arrays: dict = field(default_factory=dict)
    largest_array: int | None = None
    peak_bytes: int | None = None
    calls: dict = field(default_factory=dict)

    @property
    def total(self) -> Cost:
        """Cost of everything together."""
        return sum(self.places.values(), Cost())

    @property
    def lines(self) -> dict[tuple[str, int], Cost]:
        """{(file, line): Cost}, in the order of the source."""
        lines: dict[tuple[str, int], Cost] = {}
        for place, cost in sorted(self.places.items(), key=lambda item: (item[0].file, item[0].line)):
            at = (place.file, place.line)
            lines[at] = lines.get(at, Cost()) + cost
        return lines

    def __add__(self, other: Any) -> "Counts":
        return self._combine(other, operator.add)

    def __sub__(self, other: Any) -> "Counts":
        return self._combine(other, operator.sub)

    def _combine(self, other: Any, operation: Callable[[Any, Any], Any]) -> "Counts":
        if not isinstance(other, Counts):
            return NotImplemented
        combined = {
            place: operation(self.places.get(place, Cost()), other.places.get(place, Cost()))
            for place in {**self.places, **other.places}
        }
        return Counts(
            {place: cost for place, cost in combined.items() if cost},
            {**self.shapes, **other.shapes},
            self.assumed | other.assumed,
            self.escapes + tuple(e for e in other.escapes if e not in self.escapes),
            _by_name(operation, self.arrays, other.arrays, Traffic()),
            _larger(self.largest_array, other.largest_array),
            _larger(self.peak_bytes, other.peak_bytes),
            _by_name(operation, self.calls, other.calls, 0),
        )

    def as_json(self) -> dict[str, Any]:
        """Totals and lines as dicts, lists, strings and ints."""
        statements = {(p.file, p.line): p.statement for p in self.places}
        return {
            "total": asdict(self.total),
            "lines": [
                {"file": file, "line": line, "statement": statements[file, line], **asdict(cost)}
                for (file, line), cost in self.lines.items()
            ],
            "assumed": sorted(self.assumed),
            "escapes": [asdict(escape) for escape in self.escapes],
            "arrays": {name: asdict(traffic) for name, traffic in self.arrays.items()},
            "largest_array": self.largest_array,
            "peak_bytes": self.peak_bytes,
            "calls": dict(self.calls),
        }


def _by_name(
    operation: Callable[[Any, Any], Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], nothing: Any
) -> dict[str, Any]:
    return {
        name: operation(mine.get(name, nothing), theirs.get(name, nothing)) for name in {**mine, **theirs}
    }


def _larger(mine: int | None, theirs: int | None) -> int | None:
    return max((x for x in (mine, theirs) if x is not None), default=None)
