"""The price list for what has no name: operators, subscripts and assignments, from the shapes of their
operands.

docs/cost_model.md says the same for people, with sources. Rules of thumb:
  - elementwise: one operation a result element; operands read once, the result written once
  - a contraction (@, dot, einsum, …): one multiply-add for each product that goes into a sum
  - a view is free, a copy moves its bytes
"""

import collections
import decimal
import fractions
import functools
import operator

import numpy as np

from decodelab.meter import ledger, whose
from decodelab.meter.booking import (
    MANY_DIGITS,
    PLAIN,
    WORD,
    Unpriced,
    added,
    guarded,
    holds_many,
    is_data,
    length,
    move,
    nbytes,
    number,
    shape,
    size,
    touch,
    whole_number,
)

KINDS = {
    "add": "add",
    "sub": "subtract",
    "mul": "multiply",
    "truediv": "divide",
    "matmul": "matmul",
    "floordiv": "other",
    "mod": "other",
    "divmod": "other",
    "pow": "power",
    "lshift": "other",
    "rshift": "other",
    "and": "other",
    "or": "other",
    "xor": "other",
    "neg": "other",
    "pos": "other",
    "abs": "other",
    "invert": "other",
    "lt": "compare",
    "le": "compare",
    "gt": "compare",
    "ge": "compare",
    "eq": "compare",
    "ne": "compare",
}
"""What every operator is: the name of its method without underscores, and the kind of operation it counts
as."""

# -- operators --------------------------------------------------------------------------------------


def operator_price(site, name, args, kwargs, result):
    """`a op b` or `op a`; `name` is the kind of operation."""
    squares = name == "power" and len(args) == 2 and type(args[1]) in (int, float) and args[1] == 2
    arithmetic(site, "multiply" if squares and not isinstance(args[0], np.matrix) else name, args, result)


def arithmetic(site, kind, args, result):
    """`a op b` or `op a` where at least one is not a plain number."""
    if result is NotImplemented:
        return
    if any(isinstance(x, (np.ndarray, np.generic)) for x in args) and all(map(_is_number_like, args)):
        if kind == "matmul" or isinstance(args[0], np.matrix) or isinstance(args[-1], np.matrix):
            _matrices(site, kind, args, result)
        else:
            elementwise(site, kind, args, result)
    elif any(isinstance(x, (decimal.Decimal, fractions.Fraction)) for x in args):
        _exact(site, kind, args, result)
    elif not all(_is_known(x) for x in args):
        for x in args:
            if not (_is_known(x) or operators_are_counted(type(x))):
                raise Unpriced(f"what the operators of {type(x).__name__} do can't be counted")
    elif isinstance(result, (list, tuple, str, bytes, bytearray, collections.deque)):
        moved = args[1] if result is args[0] else result  # list += copies what is added only
        move(site, nbytes(moved) if isinstance(moved, (str, bytes, bytearray)) else WORD * length(moved))
    elif isinstance(result, (set, frozenset, dict)):
        move(site, WORD * sum(length(x) for x in args))
    elif kind == "compare" and all(type(x) in (list, tuple) for x in args):
        site.others += min(map(len, args))
        site.read += 2 * WORD * min(map(len, args))
    elif type(result) is int:
        whole_number(site, kind, args[0], args[-1], result)
    elif isinstance(result, (float, complex)) or hasattr(result, "as_integer_ratio"):
        number(site, kind, args[0], args[-1], result)


def _is_number_like(x):
    return _is_known(x) or isinstance(x, decimal.Decimal)


def _is_known(x):
    return (
        is_data(x)
        or hasattr(x, "__array__")
        and not isinstance(x, np.poly1d)
        or type(x).__module__ in ("builtins", "array", "collections")
    )


@functools.lru_cache(maxsize=1024)
def operators_are_counted(cls):
    """Whether what an object's operators do is counted where it is written, or is next to nothing."""
    for base in cls.__mro__:
        if base in (object, np.poly1d):
            continue
        name = (base.__dict__.get("__module__") or "builtins").partition(".")[0]
        if not (base.__module__ in _LITTLE or name in _LITTLE or whose.is_own_class(base)):
            return False
    return not issubclass(cls, np.poly1d)


_LITTLE = frozenset(
    [
        "builtins",
        "abc",
        "typing",
        "enum",
        "datetime",
        "pathlib",
        "collections",
        "dataclasses",
        "numbers",
        "types",
        "string",
        "re",
        "_operator",
        "uuid",
        "fractions",
        "_collections_abc",
        "contextlib",
        "weakref",
        "_weakref",
        "unittest",
        "decodelab",
        "autograder",
    ]
)
"""Where classes come from whose operators work on little data, or on what is counted elsewhere."""


def _exact(site, kind, args, result):
    if any(map(holds_many, (*args, result))):
        raise Unpriced(f"a Decimal of more than {MANY_DIGITS} digits holds more than a number")
    number(site, kind, args[0], args[-1], result)


def _matrices(site, kind, args, result):
    """@, and the `*` and `**` of np.matrix."""
    a, b = args[0], args[-1]
    if kind == "matmul" or kind == "multiply" and shape(a) and shape(b):
        contraction(site, a, b, result)
    elif kind == "power" and isinstance(a, np.matrix):
        powers(site, a, b, result)
    else:
        elementwise(site, kind, args, result)


def powers(site, matrix, exponent, result):
    """As many products of square matrices as squaring and multiplying takes; an inverse first where
    negative."""
    side, times = shape(matrix)[-1], abs(int(exponent))
    products = max(0, times.bit_length() - 1) + max(0, times.bit_count() - 1) + (exponent < 0)
    site.multiply_adds += products * size(matrix) * side
    ledger.meter.spend(products * size(matrix) * side >> 6)
    touch(site, (matrix,), (result,))


def elementwise(site, kind, args, result):
    """One operation an element of the result; of the largest operand, where that is larger (out=,
    objects)."""
    count = size(result)
    if kind != "compare":
        for x in args:
            if not isinstance(x, (float, int)):
                count = max(count, size(x))
    if kind == "multiply":
        site.multiplications += count
        ledger.products.note(result, site, count)
    elif kind == "add":
        added(site, args, count)
    else:
        site.others += count
        if kind == "divide" and isinstance(result, (np.ndarray, float)):
            ledger.products.carry(args[0], result)
    if isinstance(result, np.ndarray):
        touch(site, args, (result,))
        ledger.meter.spend(count >> 5)
    else:
        touch(site, args, ())


def contraction(site, a, b, result, macs=None):
    """Matrix products: every product goes into a sum."""
    a_shape, b_shape = shape(a), shape(b)
    if macs is None:  # an object with __array__ has no shape to look at; the other operand tells
        macs = size(result) * (a_shape[-1] if a_shape else b_shape[-2:][0])
    if isinstance(a, np.ndarray) and a.dtype == object or isinstance(b, np.ndarray) and b.dtype == object:
        macs = max(macs, size(a) * (b_shape[-1] if len(b_shape) > 1 else 1))
    site.multiply_adds += macs
    ledger.meter.spend(macs >> 6)
    site.shapes = (a_shape, b_shape)
    touch(site, (a, b), (result,))
    if ledger.memory is not None:
        ledger.memory.made_inside(*converted((a, b), result))


def converted(operands, result):
    """Bytes of the copies that NumPy's products make of operands of another dtype than the result's."""
    dtype = getattr(result, "dtype", None)
    for x in operands:
        if isinstance(x, np.ndarray) and dtype is not None and x.dtype != dtype:
            yield x.size * dtype.itemsize


def operator_call(kind, swapped=False):
    """The price of operator.mul(a, b), a.__mul__(b) or, swapped, b.__rmul__(a)."""

    def price_of_call(site, name, args, kwargs, result):
        if swapped:
            args = args[1::-1]
        if len(args) == 2 and type(args[0]) in PLAIN and type(args[1]) in PLAIN:
            if isinstance(result, float):
                number(site, kind, args[0], args[1], result)
            elif type(result) is int:
                whole_number(site, kind, args[0], args[1], result)
        else:
            operator_price(site, kind, args, {}, result)

    return price_of_call


DUNDERS = {
    f"__{prefix}{name}__": operator_call(kind, swapped=prefix == "r")
    for name, kind in KINDS.items()
    for prefix in ("", "r", "i")
}
"""Explicit calls of operators' methods: like the operator."""


# -- subscripts ---------------------------------------------------------------------------------------

BASIC = (int, slice, type(None), type(Ellipsis), np.integer, str)


def is_basic(index):
    """Whether indexing an array with this makes a view: also the names of a structured array's fields."""
    if isinstance(index, list):
        return bool(index) and all(isinstance(i, str) for i in index)
    if isinstance(index, tuple):
        return all(isinstance(i, BASIC) and not isinstance(i, bool) for i in index)
    return isinstance(index, BASIC) and not isinstance(index, bool)


def item_price(site, name, args, kwargs, result):
    container, index = args
    if isinstance(container, np.ndarray):
        if not isinstance(result, np.ndarray) or result.dtype == object and is_basic(index):
            read = getattr(result, "nbytes", WORD)
            site.read += read
            if ledger.memory is not None:
                ledger.memory.read(container, read)
        elif not is_basic(index):
            site.read += _index_bytes(index)
            move(site, nbytes(result), container, result)
            ledger.products.carry(container, result)
            if ledger.memory is not None:
                for chosen in index if isinstance(index, tuple) else (index,):
                    ledger.memory.read(chosen)
    elif isinstance(container, (str, bytes, bytearray, collections.deque)) or _is_array_array(container):
        if isinstance(index, slice):
            move(site, nbytes(result) if nbytes(result) else WORD * len(result))
        else:
            site.read += WORD
    elif isinstance(container, (list, tuple)):
        if isinstance(index, slice):
            move(site, WORD * len(result))
        else:
            site.read += WORD
    elif isinstance(container, memoryview):
        site.read += container.itemsize
    elif isinstance(result, np.ndarray) and type(container).__module__.startswith("numpy"):
        sources = index if isinstance(index, tuple) else getattr(container, "base", None)
        move(site, nbytes(result), sources, result)  # np.r_, np.c_, .flat


def _is_array_array(value):
    return type(value).__module__ == "array"


def _index_bytes(index):
    return sum(nbytes(i) for i in (index if isinstance(index, tuple) else (index,)))


class Target:
    """Stands for a container while something is assigned to, or deleted from, one of its items."""

    __slots__ = ("_site", "_container")

    def __init__(self, site, container):
        self._site, self._container = site, container

    def __setitem__(self, index, value):
        before = length(self._container)
        self._site.run(operator.setitem, (self._container, index, value), {})
        guarded(store_price, self._site, "setitem", (self._container, index, value), {}, before)

    def __delitem__(self, index):
        before = length(self._container)
        self._site.run(operator.delitem, (self._container, index), {})
        guarded(delete_price, self._site, "delitem", (self._container, index), {}, before)


def store_price(site, name, args, kwargs, length_before):
    container, index, value = args
    if isinstance(container, np.ndarray):
        if is_basic(index):
            place = container[(index,) if isinstance(index, (int, np.integer)) else index]
            if not isinstance(place, np.ndarray) or place.ndim == 0:
                site.written += container.itemsize
                if ledger.memory is not None:
                    ledger.memory.written(container, container.itemsize)
                return
            if _same_memory(place, value):  # what `a[i] += b` stores has been written already
                return
            written = nbytes(place)
        else:
            written = container.itemsize * _size_chosen(container, index)
            site.read += _index_bytes(index)
        site.read += nbytes(value)
        site.written += written
        site.copied += written
        ledger.meter.spend(written >> 7)
        if ledger.memory is not None:
            ledger.memory.read(value)
            ledger.memory.written(container, written)
    elif isinstance(index, slice):
        after, before = len(container), length_before
        move(site, WORD * (max(after, before) if after != before else length(value)))
    else:
        site.written += WORD


def delete_price(site, name, args, kwargs, length_before):
    """What stands behind the place moves up."""
    index = args[1]
    start = index if isinstance(index, int) else 0
    move(site, WORD * max(0, length_before - start % max(length_before, 1) - 1))


def _size_chosen(container, index):
    return int(np.broadcast_to(np.empty((), bool), container.shape)[index].size)


def _same_memory(place, value):
    return (
        isinstance(value, np.ndarray)
        and value.shape == place.shape
        and value.strides == place.strides
        and value.dtype == place.dtype
        and value.__array_interface__["data"][0] == place.__array_interface__["data"][0]
    )


TARGETS = frozenset((list, bytearray, collections.deque, np.ndarray, np.memmap))
