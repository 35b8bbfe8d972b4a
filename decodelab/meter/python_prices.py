"""The price list for Python: what built-in functions, and methods of lists, dicts and the like, cost.

Over 400 lines: a price for each of Python's builtins.
"""

import array
import bisect
import collections
import copy
import dataclasses
import decimal
import fractions
import functools
import heapq
import itertools
import math
import operator
import pickle
import pickletools
import struct

import numpy as np

from decodelab.meter import ledger, whose
from decodelab.meter.booking import (
    WORD,
    Unpriced,
    added,
    book,
    holds_many,
    length,
    move,
    nbytes,
    size,
)
from decodelab.meter.numpy_prices import free
from decodelab.meter.operator_prices import (
    DUNDERS,
    KINDS,
    delete_price,
    elementwise,
    item_price,
    operator_call,
    store_price,
)

# -- Python's own functions and methods -----------------------------------------------------------------


class Consumed:
    """An iterator on its way into a C function, counted as it is used up."""

    def __init__(self, iterator, on_item):
        self._iterator, self._on_item = iterator, on_item
        self.used = 0

    def __iter__(self):
        return self

    def __next__(self):
        item = next(self._iterator)
        ledger.meter.spend(2)
        self.used += 1
        self._on_item(item)
        return item


def _items_summed(site, item):
    if isinstance(item, (float, complex, np.ndarray, np.generic, decimal.Decimal, fractions.Fraction)):
        added(site, (item,), size(item))
        if isinstance(item, np.ndarray):
            site.read += nbytes(item)
            site.written += nbytes(item)
            if ledger.memory is not None:
                ledger.memory.read(item)


def _items_compared(site, item):
    if not isinstance(item, (str, bytes, int)):
        site.others += 1


def items_kept(site, item):
    site.written += WORD
    site.copied += WORD


def _items_used(site, item):
    pass


def _after_sum(site, name, args, kwargs, result):
    if isinstance(result, (list, tuple)):  # every addition makes a new list of all there is so far
        many = getattr(args[0], "used", None) or length(args[0])
        move(site, WORD * len(result) * (many + 1) // 2)
        return
    ledger.meter.spend(2 * length(args[0]))
    for item in _sized(args[0]):
        _items_summed(site, item)
        site.read += WORD


def _after_compare(site, name, args, kwargs, result):
    items = args if len(args) > 1 else args[0]
    count = length(items)
    if count and not (
        isinstance(items, (list, tuple)) and isinstance(items[0], int)
    ):  # whole numbers are index arithmetic
        site.others += count
    site.read += WORD * count


def _after_sort(site, name, args, kwargs, result):
    m = len(result) if result is not None else len(args[0])
    book(site, "compare", m * max(0, (m - 1).bit_length()))
    move(site, WORD * m)


def _after_collect(site, name, args, kwargs, result):
    if args and hasattr(type(args[0]), "__len__"):
        move(site, nbytes(result) if isinstance(result, (bytes, bytearray)) else WORD * len(args[0]))


def _after_copy(site, name, args, kwargs, result):
    """copy.copy and copy.deepcopy: everything reachable is moved."""
    _expect_plain_copying(args[0])
    move(site, _reachable_bytes(result, {}))


def _expect_plain_copying(value):
    cls = type(value)
    if whose.is_own_class(cls) and any(
        hasattr(b, "__dict__") and _REDUCES & vars(b).keys() for b in cls.__mro__[:-1]
    ):
        raise Unpriced("an object that says itself how it is copied may call anything")


_REDUCES = {"__reduce__", "__reduce_ex__", "__getnewargs__", "__getnewargs_ex__"}


def _after_pickle(site, name, args, kwargs, result):
    _expect_plain_copying(args[0])
    move(site, max(nbytes(result), nbytes(args[0])))


def _after_unpickle(site, name, args, kwargs, result):
    """A pickle may call anything: it moves its bytes if it holds arrays and plain objects only."""
    for called in _names_in_pickle(args[0]):
        if called not in _UNPICKLED:
            raise Unpriced(f"a pickle that calls {called[1]} can't be counted")
    move(site, max(nbytes(result), nbytes(args[0])))


def _names_in_pickle(data):
    """(module, name) of every function that a pickle would call."""
    words, remembered, last = [None, None], {}, None
    for code, value, _ in pickletools.genops(data):
        if code.name in ("GLOBAL", "INST"):
            yield tuple(value.split(" "))
        elif code.name == "STACK_GLOBAL":
            yield tuple(words[-2:])
        elif code.name == "MEMOIZE":
            remembered[len(remembered)] = last
            continue
        last = (
            remembered.get(value) if code.name.endswith("GET") else value if isinstance(value, str) else None
        )
        if last is not None:
            words.append(last)


_UNPICKLED = {
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
    ("_codecs", "encode"),
    *(
        (f"numpy.{core}.multiarray", name)
        for core in ("core", "_core")
        for name in ("_reconstruct", "scalar")
    ),
    *((f"numpy.{core}.numeric", "_frombuffer") for core in ("core", "_core")),
}


def _reachable_bytes(value, seen):
    if id(value) in seen or len(seen) > 100_000:
        return 0
    seen[id(value)] = value
    held = (
        list(value.values())
        if isinstance(value, dict)
        else value
        if isinstance(value, (list, tuple, set, collections.deque))
        else list(getattr(value, "__dict__", {}).values())
    )
    own = value.nbytes if isinstance(value, np.ndarray) else WORD * len(held)
    return own + sum(_reachable_bytes(v, seen) for v in held)


def _after_power(site, name, args, kwargs, result):
    """One operation, of numbers that are no larger than numbers are."""
    if any(map(holds_many, (*args, result))):
        raise Unpriced(f"{name} works on a number with very many digits")
    _one_flop(site, name, args, kwargs, result)


def _after_squares(site, name, args, kwargs, result):
    site.multiply_adds += len(args)


def _after_conversion(site, name, args, kwargs, result):
    """Numbers from one form into another: arrays of `array`, bytes of `struct`."""
    move(site, max(nbytes(result), *map(nbytes, args)))


def _after_search(site, name, args, kwargs, result):
    book(site, "compare", length(args[0]))
    site.read += nbytes(args[0])


def _after_heapify(site, name, args, kwargs, result):
    book(site, "compare", 2 * length(args[0]))
    move(site, WORD * length(args[0]))


def _after_bisection(site, name, args, kwargs, result):
    book(site, "compare", max(1, length(args[0]).bit_length()))


def _after_insertion(site, name, args, kwargs, result):
    _after_bisection(site, name, args, kwargs, result)
    move(site, WORD * length(args[0]))


def _after_bytes(site, name, args, kwargs, result):
    move(site, nbytes(args[0]))
    if holds_many(result):
        raise Unpriced("a number with very many digits holds more than a number")


def _after_heap(site, name, args, kwargs, result):
    site.others += max(1, length(args[0]).bit_length())
    site.written += WORD


def _after_product(site, name, args, kwargs, result):
    book(site, "multiply", length(args[0]))


def _after_sumprod(site, name, args, kwargs, result):
    site.multiply_adds += length(args[0])
    site.read += 2 * WORD * length(args[0])


def _sized(value):
    return value if hasattr(type(value), "__len__") else ()


def _one_flop(site, name, args, kwargs, result):
    if any(isinstance(a, np.ndarray) and a.ndim for a in args):
        elementwise(site, "other", args, result)
    elif isinstance(result, (float, np.floating, complex)) and not isinstance(
        args[0] if args else None, (str, bytes)
    ):
        site.others += 1


def conversion(site, name, args, kwargs, result):
    """float(x), np.float32(x): no work on a number; a copy of an array."""
    if isinstance(result, np.ndarray):
        move(site, nbytes(result), args[0] if args else None, result)
    if args:
        ledger.products.carry(args[0], result)


def _reads_in_place(site, name, args, kwargs, result):
    if len(args) > 1:
        item_price(site, name, args[:2], {}, result)


def _stores(site, name, args, kwargs, result):
    store_price(site, name, args, kwargs, length(args[0]))


def _deletes(site, name, args, kwargs, result):
    delete_price(site, name, args, kwargs, length(args[0]) + 1)


# function -> (what happens to each item of an iterator handed in, price after the call)
CONSUMERS = {
    sum: (_items_summed, _after_sum),
    math.fsum: (_items_summed, _after_sum),
    math.hypot: (_items_used, _after_squares),
    min: (_items_compared, _after_compare),
    max: (_items_compared, _after_compare),
    any: (_items_used, free),
    all: (_items_used, free),
    math.prod: (_items_compared, _after_product),
    sorted: (items_kept, _after_sort),
    list: (items_kept, _after_collect),
    tuple: (items_kept, _after_collect),
    set: (items_kept, _after_collect),
    frozenset: (items_kept, _after_collect),
    dict: (items_kept, _after_collect),
    collections.deque: (items_kept, _after_collect),
    collections.Counter: (items_kept, _after_collect),
    bytes: (items_kept, _after_collect),
    bytearray: (items_kept, _after_collect),
}
if hasattr(math, "sumprod"):
    CONSUMERS[math.sumprod] = (_items_used, _after_sumprod)

FUNCTIONS = {
    abs: _one_flop,
    round: _one_flop,
    divmod: _one_flop,
    pow: _after_power,
    float: conversion,
    complex: conversion,
    operator.getitem: _reads_in_place,
    operator.setitem: _stores,
    operator.delitem: _deletes,
    operator.contains: _after_search,
    operator.countOf: _after_search,
    operator.indexOf: _after_search,
    operator.concat: operator_call("add"),
    operator.iconcat: operator_call("add"),
    math.dist: _after_sumprod,
    math.factorial: _after_power,
    math.comb: _after_power,
    math.perm: _after_power,
    copy.copy: _after_copy,
    copy.deepcopy: _after_copy,
    dataclasses.asdict: _after_copy,
    dataclasses.astuple: _after_copy,
    array.array: _after_conversion,
    struct.pack: _after_conversion,
    struct.unpack: _after_conversion,
    pickle.dumps: _after_pickle,
    pickle.loads: _after_unpickle,
    heapq.heapify: _after_heapify,
    bisect.bisect_left: _after_bisection,
    bisect.bisect_right: _after_bisection,
    bisect.insort_left: _after_insertion,
    bisect.insort_right: _after_insertion,
    int.from_bytes: _after_bytes,
    heapq.heappush: _after_heap,
    heapq.heappop: _after_heap,
    heapq.heapreplace: _after_heap,
    heapq.heappushpop: _after_heap,
}
for _name in dir(math):
    _function = getattr(math, _name)
    if callable(_function) and _function not in CONSUMERS and _function not in FUNCTIONS:
        FUNCTIONS[_function] = _one_flop
for _name, _kind in KINDS.items():
    for _called in (_name, f"i{_name}", f"{_name}_"):
        if hasattr(operator, _called):
            FUNCTIONS[getattr(operator, _called)] = operator_call(_kind)

CALLBACKS = frozenset(
    (
        *(map, filter, functools.reduce, itertools.starmap, itertools.accumulate, sorted, min, max),
        *(itertools.takewhile, itertools.dropwhile, itertools.filterfalse, itertools.groupby, iter),
        *(bisect.bisect_left, bisect.bisect_right, bisect.insort_left, bisect.insort_right),
        *(
            np.vectorize,
            np.frompyfunc,
            np.apply_along_axis,
            np.apply_over_axes,
            np.fromfunction,
            np.piecewise,
            np.pad,
            np.mask_indices,
        ),
    )
)
"""Functions that call their callable arguments from C: those get a stand-in each."""


def _moves(amount):
    def price_of_call(site, name, args, kwargs, result):
        move(site, amount(args, result))

    return price_of_call


def _rest(args, result):
    """list.insert and pop move what stands behind the place; without an index pop moves nothing."""
    owner, index = args[0], args[1] if len(args) > 1 and isinstance(args[1], int) else None
    if index is None:
        return 0
    index = index + len(owner) if index < 0 else index
    return WORD * max(0, len(owner) - index)


def _everything(args, result):
    return WORD * max(length(args[0]), length(result), length(args[1]) if len(args) > 1 else 0)


def _put_in(args, result):
    return WORD * length(args[1]) if len(args) > 1 else 0


def _text(args, result):
    return max(nbytes(result), nbytes(args[0]))


SEQUENCE_METHODS = {
    "append": _moves(lambda args, result: WORD),
    "pop": _moves(_rest),
    "insert": _moves(_rest),
    "extend": _moves(_put_in),
    "appendleft": _moves(lambda args, result: WORD),
    "popleft": free,
    "extendleft": _moves(_put_in),
    "copy": _moves(_everything),
    "sort": _after_sort,
    "index": _moves(_everything),
    "count": _moves(_everything),
    "remove": _moves(_everything),
    "reverse": _moves(_everything),
    "rotate": _moves(_everything),
    "update": _moves(_put_in),
    "union": _moves(_everything),
    "join": _moves(_text),
    "tolist": _moves(_everything),
    "__getitem__": _reads_in_place,
    "__setitem__": _stores,
    "__delitem__": _deletes,
    "__contains__": _after_search,
    **{name: DUNDERS[name] for name in ("__add__", "__iadd__", "__mul__", "__rmul__", "__imul__", "__mod__")},
    **{name: DUNDERS[name] for name in ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__")},
    **{name: DUNDERS[name] for name in ("__or__", "__and__", "__sub__", "__xor__", "__ior__", "__iand__")},
    "tobytes": _moves(_text),
    "frombytes": _moves(lambda args, result: nbytes(args[1])),
    "fromlist": _moves(_put_in),
    "hex": _moves(_text),
    "cast": free,
    "release": free,
    "intersection": _moves(_everything),
    "difference": _moves(_everything),
    **dict.fromkeys(
        (
            *(
                "get",
                "setdefault",
                "keys",
                "values",
                "items",
                "clear",
                "popitem",
                "add",
                "discard",
                "fromkeys",
            ),
            *(
                "__len__",
                "__iter__",
                "__next__",
                "__enter__",
                "__exit__",
                "__missing__",
                "__reversed__",
                "__bool__",
            ),
        ),
        free,
    ),
}
SEQUENCE_CONSUMERS = {
    "extend": items_kept,
    "update": items_kept,
    "join": items_kept,
    "extendleft": items_kept,
    "fromlist": items_kept,
    "union": items_kept,
}
SEQUENCES = (list, tuple, dict, set, frozenset, collections.deque, str, bytes, bytearray, memoryview)
