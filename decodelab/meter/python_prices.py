"""The price list for Python: what built-in functions, and methods of lists, dicts and the like, cost.

Over 400 lines: a price for each of Python's builtins.
"""

import builtins
import collections
import copy
import functools
import heapq
import itertools
import math
import operator
import pickle
import sys

import numpy as np

from decodelab.meter import ledger
from decodelab.meter.array_prices import arithmetic, elementwise, free, item_price
from decodelab.meter.booking import PLAIN, WORD, added, book, length, move, nbytes, number, size

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
    if isinstance(item, (float, complex, np.ndarray, np.generic)):
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


def _after_sum(site, args, kwargs, result):
    if isinstance(result, (list, tuple)):  # every addition makes a new list of all there is so far
        many = getattr(args[0], "used", None) or length(args[0])
        move(site, WORD * len(result) * (many + 1) // 2)
        return
    ledger.meter.spend(2 * length(args[0]))
    for item in _sized(args[0]):
        _items_summed(site, item)
        site.read += WORD


def _after_compare(site, args, kwargs, result):
    items = args if len(args) > 1 else args[0]
    count = length(items)
    if count and not (
        isinstance(items, (list, tuple)) and isinstance(items[0], int)
    ):  # whole numbers are index arithmetic
        site.others += count
    site.read += WORD * count


def _after_sort(site, args, kwargs, result):
    m = len(result) if result is not None else len(args[0])
    book(site, "compare", m * max(0, (m - 1).bit_length()))
    move(site, WORD * m)


def _after_collect(site, args, kwargs, result):
    if args and hasattr(type(args[0]), "__len__"):
        move(site, nbytes(result) if isinstance(result, (bytes, bytearray)) else WORD * len(args[0]))


def _after_copy(site, args, kwargs, result):
    """copy.copy and copy.deepcopy: everything reachable is moved."""
    move(site, _reachable_bytes(result, {}))


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


def _after_pickle(site, args, kwargs, result):
    move(site, max(nbytes(result), nbytes(args[0])))


def _after_heap(site, args, kwargs, result):
    site.others += max(1, length(args[0]).bit_length())
    site.written += WORD


def _after_product(site, args, kwargs, result):
    book(site, "multiply", length(args[0]))


def _after_sumprod(site, args, kwargs, result):
    site.multiply_adds += length(args[0])
    site.read += 2 * WORD * length(args[0])


def _sized(value):
    return value if hasattr(type(value), "__len__") else ()


def _one_flop(site, args, kwargs, result):
    if any(isinstance(a, np.ndarray) and a.ndim for a in args):
        elementwise(site, "other", args, result)
    elif isinstance(result, (float, np.floating, complex)) and not isinstance(
        args[0] if args else None, (str, bytes)
    ):
        site.others += 1


def conversion(site, args, kwargs, result):
    """float(x), np.float32(x): no work on a number; a copy of an array."""
    if isinstance(result, np.ndarray):
        move(site, nbytes(result), args[0] if args else None, result)
    if args:
        ledger.products.carry(args[0], result)


def _operator_function(kind):
    def price_of_call(site, args, kwargs, result):
        if len(args) == 2 and type(args[0]) in PLAIN and type(args[1]) in PLAIN:
            if isinstance(result, float):
                number(site, kind, args[0], args[1], result)
        else:
            arithmetic(site, kind, args, result)

    return price_of_call


def _reads_in_place(site, args, kwargs, result):
    if len(args) > 1:
        item_price(site, args[:2], {}, result)


# function -> (what happens to each item of an iterator handed in, price after the call)
CONSUMERS = {
    sum: (_items_summed, _after_sum),
    math.fsum: (_items_summed, _after_sum),
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
    pow: _one_flop,
    float: conversion,
    complex: conversion,
    operator.getitem: _reads_in_place,
    math.dist: _after_sumprod,
    copy.copy: _after_copy,
    copy.deepcopy: _after_copy,
    pickle.dumps: _after_pickle,
    pickle.loads: _after_pickle,
    heapq.heappush: _after_heap,
    heapq.heappop: _after_heap,
    heapq.heapreplace: _after_heap,
    heapq.heappushpop: _after_heap,
}
for _name in dir(math):
    _function = getattr(math, _name)
    if callable(_function) and _function not in CONSUMERS and _function not in FUNCTIONS:
        FUNCTIONS[_function] = _one_flop
for _names, _kind in (
    (("mul", "imul"), "multiply"),
    (("add", "iadd"), "add"),
    (("sub", "isub"), "subtract"),
    (("truediv", "itruediv"), "divide"),
    (("matmul", "imatmul"), "matmul"),
    (("lt", "le", "gt", "ge", "eq", "ne"), "compare"),
    (("pow", "ipow", "floordiv", "mod", "neg", "abs"), "other"),
):
    for _name in _names:
        FUNCTIONS[getattr(operator, _name)] = _operator_function(_kind)

CALLBACKS = frozenset(
    (
        map,
        filter,
        functools.reduce,
        itertools.starmap,
        itertools.accumulate,
        sorted,
        min,
        max,
        np.vectorize,
        np.frompyfunc,
        np.apply_along_axis,
        np.apply_over_axes,
        np.fromfunction,
    )
)
"""Functions that call their callable arguments from C: those get a stand-in each."""

FREE = {
    id(f): f
    for f in (
        len,
        isinstance,
        issubclass,
        type,
        print,
        range,
        zip,
        enumerate,
        reversed,
        iter,
        next,
        id,
        hash,
        repr,
        str,
        int,
        bool,
        getattr,
        setattr,
        hasattr,
        delattr,
        callable,
        object,
        super,
        locals,
        globals,
        vars,
        dir,
        exec,
        eval,
        compile,
        slice,
        property,
        staticmethod,
        classmethod,
        chr,
        ord,
        format,
        input,
        open,
        ascii,
        bin,
        hex,
        oct,
        __import__,
        itertools.chain,
        itertools.islice,
        itertools.repeat,
        itertools.count,
        itertools.cycle,
        itertools.zip_longest,
        itertools.takewhile,
        itertools.dropwhile,
        itertools.product,
        itertools.chain.from_iterable,
        functools.partial,
        functools.wraps,
        functools.lru_cache,
        functools.cache,
        operator.itemgetter,
        operator.attrgetter,
        operator.methodcaller,
        memoryview,
        sys._getframe,
        sys.getsizeof,
    )
}
for _value in vars(builtins).values():
    if isinstance(_value, type) and issubclass(_value, BaseException):
        FREE[id(_value)] = _value


def _moves(amount):
    def price_of_call(site, args, kwargs, result):
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
            "get",
            "setdefault",
            "keys",
            "values",
            "items",
            "clear",
            "popitem",
            "add",
            "discard",
            "send",
            "throw",
            "close",
            "__len__",
            "__iter__",
            "__next__",
            "__init__",
            "__new__",
            "__repr__",
            "__setattr__",
            "__getattribute__",
            "__exit__",
            "__enter__",
            "__init_subclass__",
            "__hash__",
            "__eq__",
            "fromkeys",
            "__contains__",
            "__setitem__",
            "__delitem__",
            "__missing__",
            "__reversed__",
            "__bool__",
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
