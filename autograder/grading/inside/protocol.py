"""How judge and runner talk: frames over one socket, values as plain data, arrays as shared memory.

A frame is a JSON header and raw bytes. There is no pickle and no eval, and every frame is bounded in
bytes, depth and number of values: what comes from the runner is a stranger's data until it has been read.

Values travel by value if they are plain (None, bool, int, float, complex, str, tuple, list, set, dict,
range, slice, NumPy numbers and dtypes), and so do the course's own records of published figures, from the
judge to the runner only. Functions and objects stay where they are: the other side gets
a number for them. Arrays are windows into blocks of memory (memory.py); small ones that a learner's code
hands to a function of the judge's, and gets from it, are copies, which are quicker: nobody writes into them
for the other to see.

The two sides take turns: one asks and serves the other's questions until its answer comes.
"""

import builtins
import json
import socket
import struct
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .memory import DTYPES, Memory, Resized, Violation, of_reasonable_shape, sound

MAX_HEADER = 4_000_000
MAX_BODY = 128_000_000
MAX_DEPTH = 12
MAX_VALUES = 20_000
MAX_TEXT = 20_000
MAX_BITS = 4_096
MAX_ARRAYS = 256_000_000
"""Bytes of all arrays of one message, views of the same memory counted each: whoever puts them into one array
needs as much."""
SMALL = 1_024
"""Bytes of the largest array of which a copy may be sent."""
MAX_NESTING = 30
"""Calls within calls: the judge calls a function that calls one of the judge's that calls …"""


class Lost(Exception):
    """The other side is gone: it closed the socket."""


class TooMuch(Exception):
    """A value is too large or too deep to travel."""


class Channel:
    """Frames over a stream socket."""

    def __init__(self, sock: socket.socket, max_body: int = MAX_BODY) -> None:
        self.socket = sock
        self.max_body = max_body
        self._ahead = b""

    def send(self, header: dict[str, Any], chunks: Sequence[Any] = ()) -> None:
        text = _to_json(header).encode()
        size = sum(chunk.nbytes for chunk in chunks)
        if len(text) > MAX_HEADER or size > self.max_body:
            raise TooMuch(f"a message of {len(text) + size:,} bytes")
        view = memoryview(b"".join((struct.pack(">II", len(text), size), text, *chunks)))
        while view:
            view = view[self._wait(self.socket.send, view) :]

    def receive(self) -> tuple[Any, Any]:
        """(header, body): a dict and a memoryview."""
        length, size = struct.unpack(">II", self._exactly(8))
        if length > MAX_HEADER or size > self.max_body:
            raise Violation(f"a message of {length + size:,} bytes")
        content = self._exactly(length + size)
        try:
            header = json.loads(bytes(content[:length]))
        except (ValueError, RecursionError) as error:
            raise Violation(f"a message that is no JSON: {error}") from None
        if not isinstance(header, dict):
            raise Violation("a message that is no object")
        return header, content[length:]

    def _exactly(self, count: int) -> Any:
        if len(self._ahead) < count:
            self._ahead += self._wait(self.socket.recv, 65_536) if count <= 65_536 else b""
        if len(self._ahead) >= count:
            taken, self._ahead = self._ahead[:count], self._ahead[count:]
            return memoryview(taken)
        buffer = memoryview(bytearray(count))
        have = len(self._ahead)
        buffer[:have], self._ahead = self._ahead, b""
        while have < count:
            have += self._wait(self.socket.recv_into, buffer[have:])
        return buffer

    def _wait(self, operation: Any, argument: Any) -> Any:
        try:
            done = operation(argument)
        except OSError as error:
            raise Lost(str(error)) from None
        if not done:
            raise Lost("the socket was closed")
        return done


_to_json = json.JSONEncoder(separators=(",", ":")).encode


class Peer:
    """One side of the conversation. Subclasses say how to `serve` a question, what may be `export`ed, how an
    object of the other side appears here (`appear`) and what is told of an exception (`describe`)."""

    serve: Callable[..., Any]
    export: Callable[[Any], dict[str, Any]]
    appear: Callable[[Any], Any]
    describe: Callable[[Any], dict[str, str]]

    def __init__(self, channel: Channel, memory: Memory) -> None:
        self.channel = channel
        self.memory = memory
        self.exports: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}
        self._entered = 0
        self._nesting = 0

    # -- questions ------------------------------------------------------------------------------------

    def ask(self, question: str, *values: Any) -> Any:
        """The other side's answer; raises what it raised."""
        self._nesting += 1
        try:
            if self._nesting > MAX_NESTING:
                raise RecursionError("the learner's code and the check call each other without end")
            self._left, self._room, self._copies = MAX_VALUES, MAX_ARRAYS, self.asks_with_copies
            self._send({"ask": question, "values": self._encode(values, 0)})
            while True:
                header, fresh = self._receive()
                if "ask" not in header:
                    return self._outcome(header)
                self.answer(header)
                del fresh
        finally:
            self._nesting -= 1

    def listen(self) -> None:
        """Serve one question of the other side."""
        header, fresh = self._receive()
        self.answer(header)

    def answer(self, header: dict[str, Any]) -> None:
        try:
            question, values = header["ask"], self.decode(header["values"])
            reply = {"value": self.encode(self.serve(question, *values))}
        except (Violation, Lost):
            raise
        except self.caught as error:
            reply = {"error": self.describe(error)}
        try:
            self._send(reply)
        except TooMuch as error:
            self._send({"error": _value_error(f"the result is too large: {error}")})
        except Resized as error:
            self._send({"error": _value_error(error)})

    caught = Exception
    """What is reported to the other side when serving its question fails."""

    asks_with_copies = answers_with_copies = False
    """Whether small arrays in questions, and in answers, may be copies."""

    def _outcome(self, header: dict[str, Any]) -> Any:
        if "value" in header:
            return self.decode(header["value"])
        try:
            error = header["error"]
            told = [str(error[key])[:MAX_TEXT] for key in ("type", "message", "line", "function")]
        except (KeyError, TypeError) as broken:
            raise Violation(f"an answer without value or error: {broken}") from None
        raise rebuilt(*told)

    def _send(self, header: dict[str, Any]) -> None:
        changes, forgotten = self.memory.changes()
        what = [[block.number, now.nbytes] for block, now in changes]
        try:
            self.channel.send({**header, "memory": what, "forget": forgotten}, [now for _, now in changes])
        except TooMuch:
            self.memory.withdraw()
            raise
        self.memory.sent(changes, forgotten)

    def _receive(self) -> tuple[Any, Any]:
        header, body = self.channel.receive()
        return header, self.memory.take(header.get("memory"), header.get("forget"), body)

    # -- values ---------------------------------------------------------------------------------------

    def encode(self, value: Any) -> Any:
        """The value as JSON; what is too large or too deep goes as an object instead."""
        self._left, self._room, self._copies = MAX_VALUES, MAX_ARRAYS, self.answers_with_copies
        try:
            return self._encode(value, 0)
        except TooMuch:
            return self.export(value)

    def _encode(self, value: Any, depth: int) -> Any:
        self._left -= 1
        if self._left < 0 or depth > MAX_DEPTH:
            raise TooMuch("more values than may travel at once")
        if value is None or value is True or value is False:
            return value
        mine = self.number_of(value)
        if mine is not None:
            return {"yours": mine}
        if isinstance(value, np.ndarray):
            return self._encode_array(value)
        if isinstance(value, str):  # np.str_, too
            if len(value) > MAX_TEXT:
                raise TooMuch("a long text")
            return str.__str__(value)
        if isinstance(value, np.generic):
            if value.dtype.str in DTYPES:
                return {"number": [value.dtype.str, value.tobytes().hex()]}
            return self.export(value)
        if isinstance(value, int):
            if int(value).bit_length() > MAX_BITS:
                raise TooMuch("a number of more than a thousand digits")
            return int(value)
        if isinstance(value, float):
            return float(value)
        if isinstance(value, complex):
            return {"complex": [value.real, value.imag]}
        if isinstance(value, (list, tuple, set, frozenset, dict)) and _has_a_face_of_its_own(type(value)):
            return self.export(value)
        for kind, name in ((list, "list"), (tuple, "tuple"), (set, "set"), (frozenset, "frozenset")):
            if isinstance(value, kind):
                return {name: [self._encode(v, depth + 1) for v in value]}
        if isinstance(value, dict):
            return {
                "dict": [[self._encode(k, depth + 1), self._encode(v, depth + 1)] for k, v in value.items()]
            }
        if isinstance(value, range) and _long(value):
            raise TooMuch("a long range")
        if isinstance(value, (range, slice)):
            return {
                type(value).__name__: [
                    self._encode(v, depth + 1) for v in (value.start, value.stop, value.step)
                ]
            }
        if isinstance(value, np.dtype) and value.str in DTYPES:
            return {"dtype": value.str}
        if (
            isinstance(value, type)
            and issubclass(value, (np.number, np.bool))
            and np.dtype(value).str in DTYPES
        ):
            return {"number_type": np.dtype(value).str}
        if any(value is kind for kind in (bool, int, float, complex)):
            return {"type": value.__name__}
        return self.export(value)

    def _encode_array(self, value: Any) -> Any:
        value = np.array(value, subok=False, copy=None)
        if value.dtype.str not in DTYPES and value.dtype.newbyteorder("=").str in DTYPES:
            value = value.astype(value.dtype.newbyteorder("="))
        self._room -= value.nbytes
        if self._room < 0:
            raise TooMuch("more numbers than may travel at once")
        if value.dtype.str in DTYPES:
            flags = value.flags
            if self._copies and value.nbytes <= SMALL and flags.c_contiguous and flags.writeable:
                return {"copy": [value.dtype.str, value.shape, value.tobytes().hex()]}
            return {"array": self.memory.window(value)}
        return {"objects": list(value.shape)}

    def decode(self, node: Any) -> Any:
        self._left, self._room = 2 * MAX_VALUES, MAX_ARRAYS
        try:
            return self._decode(node, 0)
        except Violation:
            raise
        except Exception as error:
            raise Violation(f"a value that makes no sense: {type(error).__name__}: {error}") from None

    def _decode(self, node: Any, depth: int) -> Any:
        self._left -= 1
        if self._left < 0 or depth > MAX_DEPTH + 1:
            raise Violation("more values than may travel at once")
        if not isinstance(node, dict):
            if isinstance(node, list):
                raise Violation("a bare list")
            return node
        ((kind, content),) = node.items()
        if kind in ("list", "tuple", "set", "frozenset"):
            return getattr(builtins, kind)(self._decode(item, depth + 1) for item in content)
        if kind == "dict":
            return {self._decode(key, depth + 1): self._decode(item, depth + 1) for key, item in content}
        if kind in ("range", "slice"):
            made = getattr(builtins, kind)(*(self._decode(item, depth + 1) for item in content))
            if kind == "range" and _long(made):
                raise Violation(f"a {made!r:.100}")
            return made
        if kind == "array":
            return self._fits(self.memory.array(*content))
        if kind == "copy":
            name, shape, digits = content
            dtype = of_reasonable_shape(name, shape)
            return self._fits(sound(np.ndarray(tuple(shape), dtype, buffer=bytearray.fromhex(digits))))
        if kind == "number":
            name, digits = content
            return np.frombuffer(bytes.fromhex(digits), DTYPES[name])[0]
        if kind == "objects":
            if np.prod(content, dtype=float) > MAX_VALUES:
                raise Violation(f"an array of {content} objects")
            return self._fits(np.empty(content, dtype=object))
        if kind == "complex":
            return complex(*map(float, content))
        if kind == "dtype":
            return DTYPES[content]
        if kind == "number_type":
            return DTYPES[content].type
        if kind == "record":
            name, fields = content
            return self.record(name, [self._decode(field, depth + 1) for field in fields])
        if kind == "type":
            return {"bool": bool, "int": int, "float": float, "complex": complex}[content]
        if kind == "yours":
            return self.exports[content]
        if kind == "mine":
            return self.appear(content)
        raise Violation(f"a value of kind {kind!r}")

    def _fits(self, array: np.ndarray) -> np.ndarray:
        self._room -= array.nbytes
        if self._room < 0:
            raise Violation("more numbers than may travel at once")
        return array

    def record(self, name: Any, fields: Any) -> Any:
        """A record of the course's own, from its name and fields: none is expected of a stranger."""
        raise Violation(f"a record {name!r}")

    def number_of(self, value: Any) -> int | None:
        """The number under which the other side knows this value, if it is one of theirs."""
        return None

    def enter(self, value: Any) -> int:
        """A number by which the other side can name this object of ours until `clear`."""
        if id(value) not in self._numbers:
            self._entered += 1
            self._numbers[id(value)] = self._entered
            self.exports[self._entered] = value
        return self._numbers[id(value)]

    def clear(self) -> None:
        """Forget all objects and arrays that were handed over, in either direction."""
        self.exports.clear()
        self._numbers.clear()
        self.memory.clear()


def _has_a_face_of_its_own(kind: type) -> bool:
    """Whether a container of a learner's class is more than what is in it: a KVCache that is a list and has
    keys. (What a NamedTuple has besides are names for what is in it.)"""
    return not hasattr(kind, "_fields") and any(
        not name.startswith("_")
        for base in kind.__mro__
        if base.__module__ == "__main__"
        for name in vars(base)
    )


def _long(numbers: Any) -> bool:
    """Whether a range has more numbers than may travel at once: nobody should make a list of it unawares."""
    return bool(numbers[MAX_VALUES:])


def _value_error(message: object) -> dict[str, str]:
    return {"type": "ValueError", "message": str(message), "line": "", "function": ""}


def type_name(value: Any) -> str:
    return str(getattr(type(value), "__name__", "object"))[:60]


def rebuilt(name: str, message: str, line: str, function: str) -> Exception:
    """An exception like the one raised on the other side: of a class of the same name, under the same
    built-in. It knows the learner's line and function that raised it."""
    base = getattr(builtins, name, Exception)
    if not (isinstance(base, type) and issubclass(base, Exception)) or base in (
        StopIteration,
        StopAsyncIteration,
    ):
        base = Exception
    name = name if name.isidentifier() else "Exception"
    text = {"__str__": lambda self: message}  # a KeyError would quote it
    try:
        error = type(name, (base,), text)(message)
    except TypeError:  # UnicodeDecodeError and the like want more than a message
        error = type(name, (Exception,), text)(message)
    error.learner_line, error.learner_function = line, function
    return error
