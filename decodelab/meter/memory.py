"""Bytes by named array, and how much memory is made: counted only where a Meter is asked for it.

Arrays are told apart by the array that owns their memory, and within it by the stretch they span: a row, a
slice or a transpose of `keys` is read from `keys`. Nothing is held alive and nothing is referenced for longer
than a count takes, so that arrays are freed and resized as without the meter.
"""

import weakref

import numpy as np

from decodelab.meter.booking import nbytes
from decodelab.meter.counts import Traffic


class Memory:
    """What operations tell of their arrays while a Meter counts.

    arrays  {name: array, list of arrays, or a function that returns one of the two}
    """

    def __init__(self, arrays):
        for name, given in arrays.items():
            if not callable(given):
                list(_arrays(name, given))
        self._named = dict(arrays)
        self._known, self._met, self._past = {}, {}, {}
        self._alive, self._living = {}, 0
        self.largest = self.most = 0
        self.given = ()

    # -- a count begins and ends ------------------------------------------------------------------------

    def begin(self):
        """Forget what was; ask where the named arrays are now."""
        self._known, self._met, self._past = self._ask(), {}, {name: Traffic() for name in self._named}
        self._alive, self._living = {}, 0
        self.largest = self.most = 0

    def end(self):
        """{name: Traffic} since begin(). Named arrays that moved meanwhile count at both places."""
        now = self._ask()
        for met in self._met.values():
            self._settle(met, now)
        self._met = {}
        return self._past

    def _ask(self):
        """{id of an owner: (weak reference to it, [(name, first byte, last byte)])} of the named arrays."""
        known = {}
        for name, given in self._named.items():
            for array in _arrays(name, given() if callable(given) else given):
                owner = _owner(array)
                known.setdefault(id(owner), (weakref.ref(owner), []))[1].append((name, *_span(array)))
        return known

    # -- what operations tell ---------------------------------------------------------------------------

    def read(self, value, amount=None):
        """An operation took `amount` bytes of `value` in, or all of it once."""
        self._book(value, amount, 0)

    def written(self, value, amount=None):
        """An operation put `amount` bytes into `value`, or all of it once."""
        self._book(value, amount, 1)

    def calling(self, args, kwargs):
        """These arguments go into a call: what comes out is new unless it was among them (out=)."""
        self.given = (*args, *kwargs.values())

    def touched(self, operands, results):
        for x in operands:
            self._book(x, None, 0)
        for x in results:
            self._book(x, None, 1)
        self.made(results, operands)

    def moved(self, amount, source, made):
        """`amount` bytes went from `source`, or several together, into `made`."""
        for array in source if type(source) in (list, tuple) else (source,):
            if isinstance(array, np.ndarray):
                numbers = (
                    amount // made.itemsize if isinstance(made, np.ndarray) and made.itemsize else amount
                )
                taken = min(
                    nbytes(array), numbers * array.itemsize
                )  # what is used again and again is read once
                self._book(array, taken, 0)
        if isinstance(made, np.ndarray):
            self._book(made, None, 1)
            self.made((made,))

    def made(self, results, sources=()):
        """`results` came out of an operation on `sources`: those that share no memory with them are new."""
        for result in results:
            if type(result) in (list, tuple):
                self.made(result, sources)
            elif isinstance(result, np.ndarray):
                owner = _owner(result)
                if not (
                    owner.base is not None  # memory of bytes, of a file
                    or self._is_alive(owner)
                    or _owns_one_of(owner, sources)
                    or _owns_one_of(owner, self.given)
                ):
                    self._alive[id(owner)] = weakref.ref(owner, self._freed(id(owner), owner.nbytes))
                    self._living += owner.nbytes
                    self.largest = max(self.largest, owner.nbytes)
                    self.most = max(self.most, self._living)

    def made_inside(self, *amounts):
        """NumPy made arrays of so many bytes inside one call, and freed them."""
        self.largest = max(self.largest, 0, *amounts)
        self.most = max(self.most, self._living + sum(amounts))

    def forget(self, array):
        """`array` is about to be resized, which NumPy refuses while anything refers to it."""
        met = self._met.pop(id(array), None)
        if met is not None:
            self._settle(met, {})
        self._known.pop(id(array), None)
        if self._alive.pop(id(array), None) is not None:
            self._living -= array.nbytes

    # -- bookkeeping ------------------------------------------------------------------------------------

    def _book(self, value, amount, column):
        if isinstance(value, np.ndarray):
            if self._named:
                owner, span = _owner(value), _span(value)
                met = self._met.get(id(owner))
                if met is None or met[0]() is not owner:
                    if met is not None:
                        self._settle(met, {})
                    known = self._known.get(id(owner))
                    names = known[1] if known is not None and known[0]() is owner else []
                    met = self._met[id(owner)] = (weakref.ref(owner), names, {})
                met[2].setdefault(span, [0, 0])[column] += nbytes(value) if amount is None else amount
        elif type(value) in (list, tuple):
            for element in value:
                self._book(element, None, column)

    def _settle(self, met, now):
        """Write the traffic of one owner down under the names it has, or had when the count began."""
        reference, names, spans = met
        owner = reference()
        known = now.get(id(owner))
        if owner is not None and known is not None and known[0]() is owner:
            names = names + known[1]
        for (low, high), (read, written) in spans.items():
            for name in {name for name, first, last in names if low < last and first < high}:
                self._past[name] += Traffic(read, written)

    def _is_alive(self, owner):
        reference = self._alive.get(id(owner))
        return reference is not None and reference() is owner

    def _freed(self, key, amount):
        def forget(reference):
            if self._alive.get(key) is reference:
                del self._alive[key]
                self._living -= amount

        return forget


def _arrays(name, given):
    if isinstance(given, np.ndarray):
        yield given
    elif isinstance(given, (list, tuple)):
        for element in given:
            yield from _arrays(name, element)
    else:
        raise TypeError(
            f"arrays[{name!r}] is {type(given).__name__}: the Meter follows arrays, lists of arrays, "
            "or a function that returns one of the two."
        )


def _owner(array):
    """The array that owns the memory of a view."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array


def _span(array):
    """(address of its first byte, address after its last)"""
    start = array.__array_interface__["data"][0]
    if array.flags.c_contiguous:
        return start, start + array.nbytes
    return np.lib.array_utils.byte_bounds(array)


def _owns_one_of(owner, values):
    for value in values:
        if isinstance(value, np.ndarray):
            if _owner(value) is owner:
                return True
        elif type(value) in (list, tuple) and _owns_one_of(owner, value):
            return True
    return False
