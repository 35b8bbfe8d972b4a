"""Which system calls a learner's code may make, as rules for bubblewrap: those of system_calls.py, no others.

What is not named there does not exist (ENOSYS): programs and libraries take the older way, or say so. Some
calls exist for some arguments only; with others they are not permitted (EPERM). A list of what is allowed
stays whole when kernels learn new calls, and leaves out whatever is counted for each user or held on a file
that several runners see.
"""

import os
import platform
import struct
from itertools import groupby

from autograder.grading.system_calls import numbers

_LOAD, _EQUAL, _AT_LEAST, _ABOVE, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x25, 0x45, 0x54, 0x06
_ALLOW, _FAIL = (_RETURN, 0, 0, 0x7FFF0000), 0x00050000
_EPERM, _ENOSYS = (_RETURN, 0, 0, _FAIL | 1), (_RETURN, 0, 0, _FAIL | 38)
_NUMBER, _ARCHITECTURE = 0, 4
"""Where a call's number and architecture stand."""

_PROCESSORS = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_SIGCHLD = 17


Step = tuple[int, int, int, int]


def _low(argument: int) -> int:
    """Where the lower half of an argument stands; the upper half follows."""
    return 16 + 8 * argument


def _one_of(argument: int, *values: int) -> list[Step]:
    tests = [step for value in values for step in ((_EQUAL, 0, 1, value), _ALLOW)]
    return [(_LOAD, 0, 0, _low(argument)), *tests, _EPERM]


def _without(argument: int, bits: int) -> list[Step]:
    return [(_LOAD, 0, 0, _low(argument)), (_ANY_BIT, 0, 1, bits), _EPERM, _ALLOW]


def _not_all_of(argument: int, bits: int) -> list[Step]:
    return [(_LOAD, 0, 0, _low(argument)), (_AND, 0, 0, bits), (_EQUAL, 0, 1, bits), _EPERM, _ALLOW]


def _null(argument: int) -> list[Step]:
    low, high = _low(argument), _low(argument) + 4
    return [(_LOAD, 0, 0, low), (_EQUAL, 0, 3, 0), (_LOAD, 0, 0, high), (_EQUAL, 0, 1, 0), _ALLOW, _EPERM]


ARGUMENTS = {
    # no leases, locks, notices, owners, signals, pipe sizes, seals: DUPFD, GETFD, SETFD, GETFL, SETFL,
    # DUPFD_CLOEXEC, GETPIPE_SZ
    "fcntl": _one_of(1, 0, 1, 2, 3, 4, 1030, 1032),
    # TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX
    "ioctl": _one_of(1, 0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451),
    # no namespaces of one's own, no children of the runner's parent
    "clone": _without(0, 0x7E028080),
    # shared memory without a file stays when all but one of its pages are given back, and then counts as one
    # page
    "mmap": _not_all_of(3, 0x21),
    # no SET_DUMPABLE (who can't be dumped is hidden from a normal user who grades), no SECCOMP, PTRACER,
    # CHILD_SUBREAPER, …
    "prctl": _one_of(0, 1, 2, 3, 7, 8, 15, 16, 21, 23, 24, 27, 28, 38, 39, 47, 0x53564D41),
    # a virtual machine's sockets lead to its host, whatever the network namespace
    "socketpair": _one_of(0, 1),
    # to the other end of a pair, not to an address
    "sendto": _null(4),
    # where SIGCHLD is ignored, the processor time of children that ended is counted nowhere: it may be asked
    # for, not changed
    "rt_sigaction": [(_LOAD, 0, 0, _low(0)), (_EQUAL, 1, 0, _SIGCHLD), _ALLOW, *_null(1)],
}
"""{call: what becomes of it, as steps that begin by loading an argument and end by allowing or refusing}."""


def known(machine: str) -> bool:
    """Whether the table has the numbers of this kind of processor, as platform.machine() calls it."""
    return machine in _PROCESSORS


def program(machine: str) -> list[Step]:
    """The rules as steps of the kernel's packet filter: [(operation, skipped if true, if false, operand)]."""
    column, architecture = _PROCESSORS[machine]
    calls = numbers(column)
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        _EPERM,
        (_LOAD, 0, 0, _NUMBER),
    ]
    free = sorted(number for name, number in calls.items() if name not in ARGUMENTS)
    for _, run in groupby(
        enumerate(free), key=lambda pair: pair[1] - pair[0]
    ):  # neighbours: one comparison of a range
        first, *_, last = [number for _, number in run] * 2
        steps += [(_AT_LEAST, 0, 2, first), (_ABOVE, 1, 0, last), _ALLOW]
    for name, outcome in ARGUMENTS.items():
        steps += [(_EQUAL, 0, len(outcome), calls[name]), *outcome]
    return [*steps, _ENOSYS]


def rules() -> int:
    """A file descriptor to hand to `bwrap --seccomp`."""
    reader, writer = os.pipe()
    os.write(writer, b"".join(struct.pack("HBBI", *step) for step in program(platform.machine())))
    os.close(writer)
    return reader
