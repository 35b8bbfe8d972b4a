"""Sizes of operands, and the ways a cost is written down on a Site."""

import collections
import decimal
import math

import numpy as np

from decodelab.meter import ledger

WORD = 8
"""Bytes of one reference in a list, tuple, set or dict."""
PLAIN = frozenset((float, int, bool, complex))
SCALARS = PLAIN | {np.float64, np.float32, np.float16, np.longdouble}
SEQUENCES = frozenset((list, tuple))


def names(text):
    """The names that stand in one string: long lists are read more easily so."""
    return frozenset(text.split())


class Unpriced(Exception):
    """Work that has no price, and why."""


# -- sizes ------------------------------------------------------------------------------------------


def nbytes(value):
    """Bytes an operation on `value` has to touch; a broadcast axis is touched once."""
    if isinstance(value, np.ndarray):
        if 0 in value.strides and value.size:
            return math.prod(n for n, stride in zip(value.shape, value.strides) if stride) * value.itemsize
        return value.nbytes
    kind = type(value)
    if kind is float or kind is int or kind is np.float64:
        return 0
    if kind is list or kind is tuple:
        return WORD * len(value) + sum(nbytes(v) for v in value if isinstance(v, (np.ndarray, list, tuple)))
    if isinstance(value, (str, bytes, bytearray)):
        return len(value)
    if isinstance(value, (range, dict, set, frozenset, collections.deque)):
        return WORD * len(value)
    if kind is memoryview:
        return value.nbytes
    if kind.__module__ == "array":
        return len(value) * value.itemsize
    return 0


def size(value):
    """Number of elements; of an object array, of all its elements together."""
    if isinstance(value, np.ndarray):
        if value.dtype == object:
            return sum(_size_of_object(element) for element in value.flat)
        return value.size
    if isinstance(value, (list, tuple)):
        return sum(size(element) for element in value)
    return 1


MANY_BITS = 4096
"""A whole number of more bits than this is no number, but a way to hold many."""
MANY_DIGITS = 64
"""The same of a Decimal."""


def holds_many(value):
    """Whether a single number is large enough to hold many."""
    if isinstance(value, int):
        return value.bit_length() > MANY_BITS
    if isinstance(value, decimal.Decimal):
        return value.is_finite() and len(value.as_tuple().digits) > MANY_DIGITS
    return False


def _size_of_object(value):
    if holds_many(value):
        raise Unpriced("an array of numbers with very many digits holds more than numbers")
    return size(value)


def shape(value):
    """Shape an array made from `value` would have, without making it."""
    if isinstance(value, (np.ndarray, np.generic)):
        return value.shape
    if isinstance(value, (list, tuple)):
        return (len(value), *(shape(value[0]) if value else ()))
    return getattr(value, "shape", ()) if isinstance(getattr(value, "shape", ()), tuple) else ()


def length(value):
    return len(value) if hasattr(type(value), "__len__") else 0


def is_data(value):
    return isinstance(value, (np.ndarray, np.generic, float, int, complex, list, tuple))


# -- booking ----------------------------------------------------------------------------------------


def book(site, kind, count):
    """`count` operations of one kind: multiply, add, compare, other."""
    if kind == "multiply":
        site.multiplications += count
    elif kind == "add":
        site.additions += count
    else:
        site.others += count
    ledger.meter.spend(count >> 5)


def touch(site, operands, results):
    """Operands are read, results written."""
    read = written = 0
    for x in operands:
        read += nbytes(x)
    for x in results:
        written += nbytes(x)
    site.read += read
    site.written += written
    ledger.meter.spend((read + written) >> 8)
    if ledger.memory is not None:
        ledger.memory.touched(operands, results)


def move(site, amount, source=None, made=None):
    """Bytes copied from one place to another: from array `source` into `made`, where these are arrays."""
    site.read += amount
    site.written += amount
    site.copied += amount
    ledger.meter.spend(amount >> 7)
    if ledger.memory is not None:
        ledger.memory.moved(amount, source, made)


def added(site, operands, count):
    """`count` additions whose operands may be products: those make multiply-adds."""
    left = count
    for operand in operands:
        if left:
            left -= ledger.products.take(operand, left)
    book(site, "add", left)


def number(site, kind, a, b, result):
    """One operation on two plain floats."""
    if kind == "multiply":
        site.multiplications += 1
        ledger.products.note(result, site, 1)
    elif kind == "add":
        if not (ledger.products.take(a, 1) or ledger.products.take(b, 1)):
            site.additions += 1
    else:
        site.others += 1


def whole_number(site, kind, a, b, result):
    """Arithmetic on plain ints is index arithmetic and free, until they grow beyond a machine word."""
    if result.bit_length() > 64:
        words = [1 + x.bit_length() // 64 for x in (a, b, result) if isinstance(x, int)]
        if kind in ("multiply", "divide", "other", "power"):
            count = words[-1] ** 2 if kind == "power" else math.prod(words[:-1])
        else:
            count = max(words)
        book(site, "other", count)


def guarded(price, site, name, args, kwargs, result):
    """A gap in the price list must not break the learner's code: it becomes an escape."""
    try:
        price(site, name, args, kwargs, result)
    except ledger.BudgetSpent:
        raise
    except Unpriced as reason:
        ledger.meter.escaped(site, str(reason))
    except Exception as error:
        ledger.meter.escaped(site, f"its cost could not be worked out ({type(error).__name__}: {error})")
