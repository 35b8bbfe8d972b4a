"""Arrays that two processes share: blocks of memory that are kept alike on both sides.

An array is a window (dtype, shape, strides, offset) into a block. Before one side speaks it sends every
block it has written to since. So an array handed over and back is the same memory, a result that is a
view of an input is one on both sides, and an input that was written to has changed on both.
"""

import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.lib.array_utils import byte_bounds

SHARED_WHOLE = 1_000_000
"""Of a larger base only the bytes between an array's first and last are shared."""

MAX_CHANGES = 20_000
"""Blocks that may be made or changed by one message."""

MAX_BYTES = 128_000_000
"""What one array may span, and all blocks together."""

DTYPES = {
    np.dtype(name).str: np.dtype(name)
    for name in (
        "bool",
        "int8",
        "int16",
        "int32",
        "int64",
        "uint8",
        "uint16",
        "uint32",
        "uint64",
        "float16",
        "float32",
        "float64",
        "longdouble",
        "complex64",
        "complex128",
    )
}
"""What may travel: numbers in this machine's byte order, by their `dtype.str`."""


class Violation(Exception):
    """The other side sent something that the protocol does not allow."""


class Resized(Exception):
    """An array that the other side still reads was given other memory, by
    `ndarray.resize(refcheck=False)`."""

    def __init__(self) -> None:
        super().__init__(
            "an array was resized in place with refcheck=False while others still read it: what they see is "
            "memory that was given back"
        )


def of_reasonable_shape(dtype: str, shape: Any) -> np.dtype:
    """The dtype of this name, if an array of this shape may travel, whether or not it has numbers."""
    kind, span = DTYPES[dtype], 1
    for length in shape:
        span *= max(int(length), 1)
    if span * kind.itemsize > MAX_BYTES:
        raise Violation(f"an array of shape {tuple(shape)}")
    return kind


def sound(array: np.ndarray) -> np.ndarray:
    """The array, if its bytes are numbers of its dtype."""
    if array.dtype == bool and (array.view(np.uint8) > 1).any():
        raise Violation("a bool that is neither True nor False")
    return array


class Memory:
    """The blocks of one side.

    The judge (keeps=False) holds a block as long as it has arrays in it, then tells the runner; the runner
    (keeps=True) holds it until told. The judge's blocks have positive numbers, the runner's negative ones.
    """

    def __init__(self, keeps: bool) -> None:
        self.keeps = keeps
        self.sign = -1 if keeps else 1
        self._made = 0
        self._blocks: dict[int, Block] = {}
        self._of_owner: dict[Any, Any] = {}
        self._gone: dict[int, np.ndarray] = {}
        """Bytes of blocks that nothing here needs any more, until the other side knows: it may still name
        them."""
        self._unsent: list[Any] = []
        """Owners of blocks that the other side has yet to be told of: they must live until then."""

    # -- arrays and windows ---------------------------------------------------------------------------

    def window(self, array: np.ndarray) -> list[Any]:
        """Where an array of a dtype in DTYPES lies: block, dtype, shape, strides, offset, writeable."""
        owner = _owner(array)
        if _flat(owner) is None:  # no stretch of memory: as_strided and the like
            return self.window(array.copy())
        origin = byte_bounds(owner)[0]
        low, high = (end - origin for end in byte_bounds(array)) if array.size else (0, 0)
        block = self._covering(owner, low, high)
        block.show(low, high)
        offset = array.__array_interface__["data"][0] - origin - block.low if array.size else 0
        return [
            block.number,
            array.dtype.str,
            list(array.shape),
            list(array.strides),
            offset,
            bool(array.flags.writeable),
        ]

    def array(
        self, number: int, dtype: str, shape: Any, strides: Any, offset: int, writeable: bool
    ) -> np.ndarray:
        """The array at a window."""
        owner = self._owner_of(number)  # noqa: F841  held while its memory is read
        kind = of_reasonable_shape(dtype, shape)
        bytes_ = self._blocks[number].bytes()
        if 0 in shape:
            array = np.empty(tuple(shape), kind)
        else:
            array = np.ndarray(tuple(shape), kind, buffer=bytes_, offset=offset, strides=tuple(strides))
        sound(array)
        if not writeable:
            array.flags.writeable = False
        return array

    def _owner_of(self, number: int) -> np.ndarray:
        """The array that has a block's memory, to be held while it is used."""
        owner = self._blocks[number].owner() if number in self._blocks else None
        if owner is None and number in self._gone:
            known = self._gone.pop(number)
            owner = known.copy()
            block = self._add(number, owner, 0, len(owner))
            block.known = known
            block.show(0, len(owner))
        if owner is None:
            raise Violation(f"an array in block {number}, which does not exist")
        return owner

    def _covering(self, owner: np.ndarray, low: int, high: int) -> "Block":
        """The block that has bytes low … high of owner's memory; a new one if there is none."""
        mine = self._of_owner.setdefault(id(owner), [])
        for block in mine:
            if block.low <= low and high <= block.high:
                return block
        if owner.nbytes <= SHARED_WHOLE:
            low, high = 0, owner.nbytes
        self._made += 1
        self._unsent.append(owner)
        return self._add(self.sign * self._made, owner, low, high)

    def _add(self, number: int, owner: np.ndarray, low: int, high: int) -> "Block":
        block = Block(number, owner, low, high, self.keeps, self._dropped)
        self._blocks[number] = block
        self._of_owner.setdefault(id(owner), []).append(block)
        return block

    def _dropped(self, block: "Block", tell: bool = True) -> None:
        self._blocks.pop(block.number, None)
        siblings = self._of_owner.get(block.owner_id, [])
        if block in siblings:
            siblings.remove(block)
        if not siblings:
            self._of_owner.pop(block.owner_id, None)
        if tell and block.known is not None:
            self._gone[block.number] = block.known

    # -- keeping both sides alike ---------------------------------------------------------------------

    def changes(self) -> Any:
        """What the other side does not know: [(block, bytes)] and the numbers of blocks that were dropped.

        Raises Resized, once, for blocks whose owner has other memory than when they were made.
        """
        resized = [block for block in self._blocks.values() if block.resized()]
        for block in resized:
            self._dropped(block, tell=False)
        if resized:
            self.withdraw()
            raise Resized
        changes = [
            (block, now) for block in list(self._blocks.values()) if (now := block.changed()) is not None
        ]
        return changes, list(self._gone)

    def sent(self, changes: Any, forgotten: Any) -> None:
        """The other side knows now."""
        for block, now in changes:
            block.known = now
        for number in forgotten:
            self._gone.pop(number, None)
        self._unsent.clear()

    def withdraw(self) -> None:
        """Drop blocks that the other side was never told of."""
        for block in [block for block in self._blocks.values() if block.known is None]:
            self._dropped(block, tell=False)
        self._unsent.clear()

    def clear(self) -> None:
        self._blocks.clear()
        self._of_owner.clear()
        self._gone.clear()

    def take(self, what: Any, forgotten: Any, body: Any) -> Any:
        """Take over what the other side sent; returns the owners of new blocks, to be held while values are
        decoded."""
        try:
            return self._take(what, forgotten, body)
        except Violation:
            raise
        except Exception as error:
            raise Violation(f"memory that makes no sense: {type(error).__name__}: {error}") from None

    def _take(self, what: Any, forgotten: Any, body: Any) -> Any:
        if forgotten and not self.keeps:
            raise Violation("the judge is told to forget")
        for number in forgotten:
            if number in self._blocks:
                self._dropped(self._blocks[number], tell=False)
        if len(what) > MAX_CHANGES:
            raise Violation(f"{len(what):,} pieces of memory at once")
        fresh, at = [], 0
        for number, size in what:
            if size < 0 or at + size > len(body):
                raise Violation("less memory than announced")
            chunk, at = body[at : at + size], at + size
            if number in self._blocks or number in self._gone:
                fresh.append(self._owner_of(number))
            else:
                if not isinstance(number, int) or number * self.sign >= 0:
                    raise Violation(f"block {number} is not the other side's to make")
                owner = np.empty(size, np.uint8)
                fresh.append(owner)
                self._add(number, owner, 0, size)
            self._blocks[number].update(chunk)
        if not self.keeps and sum(b.high - b.low for b in self._blocks.values()) > 2 * MAX_BYTES:
            raise Violation("more memory than may be shared")
        return fresh


class Block:
    """Bytes low … high of owner's memory, and what the other side knows of them.

    Of the judge's blocks the learner sees, and may change, only bytes that belong to an array which was
    handed over.
    """

    def __init__(
        self, number: int, owner: np.ndarray, low: int, high: int, keeps: bool, dropped: Any
    ) -> None:
        self.number, self.low, self.high, self.owner_id = number, low, high, id(owner)
        self.owner: Callable[[], Any] = (
            (lambda: owner) if keeps else weakref.ref(owner, lambda _: dropped(self))
        )
        self.known: Any = None
        self._whole = owner.nbytes
        self._shown = None if keeps or number < 0 else np.zeros(high - low, bool)
        """Which bytes were handed over; None for all."""

    def resized(self) -> bool:
        """Whether the owner has more or fewer bytes than when the block was made."""
        owner = self.owner()
        return owner is not None and owner.nbytes != self._whole

    def show(self, low: int, high: int) -> None:
        """Bytes low … high of the owner's memory are handed over."""
        if self._shown is not None:
            self._shown[low - self.low : high - self.low] = True
            if self._shown.all():
                self._shown = None

    def bytes(self) -> np.ndarray:
        """(high - low,) uint8, a view of the memory itself."""
        return _flat(self.owner())[self.low : self.high]

    def changed(self) -> Any:
        """A copy of the bytes, if the other side does not know them as they are; else None."""
        now = self.bytes() if self._shown is None else np.where(self._shown, self.bytes(), np.uint8(0))
        return None if self.known is not None and np.array_equal(now, self.known) else now.copy()

    def update(self, chunk: Any) -> None:
        """Write what the other side sent."""
        chunk = np.frombuffer(chunk, np.uint8)
        if self._shown is None:
            self.bytes()[...] = chunk
        elif chunk.shape != self._shown.shape or chunk[~self._shown].any():
            raise Violation("memory beyond the arrays that it was handed")
        else:
            np.copyto(self.bytes(), chunk, where=self._shown)
        self.known = chunk.copy()


def _owner(array: np.ndarray) -> np.ndarray:
    """The array at the end of the chain of bases: the one that has the memory."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array


def _flat(owner: np.ndarray) -> Any:
    """The memory of an array as (nbytes,) uint8; None if it is not one stretch."""
    plain = owner.view(np.ndarray)
    if not plain.flags.c_contiguous:
        plain = plain.T
    if not plain.flags.c_contiguous:
        return None
    return plain.reshape(-1).view(np.uint8)
