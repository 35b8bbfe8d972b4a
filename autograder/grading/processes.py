"""What the system says of a process and all that it started: who they are, what they use, if they wait.

Read from outside, through /proc and the processor clocks that Linux keeps for each process, so nothing that
runs in those processes can change it. Other users' processes can be read as well, without privilege.
"""

import contextlib
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_TICK = 1 / os.sysconf("SC_CLK_TCK")


def family_of(pid: int) -> list[int]:
    """A process and its descendants, parents first."""
    family = [pid]
    for member in family:
        try:
            for thread in os.listdir(f"/proc/{member}/task"):
                family += map(int, Path(f"/proc/{member}/task/{thread}/children").read_text().split())
        except OSError:
            continue
    return family


def resident(family: Sequence[int]) -> int:
    """Bytes of memory that processes hold."""
    pages = 0
    for member in family:
        with contextlib.suppress(OSError, IndexError):
            pages += int(Path(f"/proc/{member}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def peaks(family: Sequence[int]) -> dict[int, int]:
    """{process: the most bytes of memory that it held at once}"""
    found = {}
    for member in family:
        with contextlib.suppress(OSError, IndexError):
            status = Path(f"/proc/{member}/status").read_text()
            found[member] = 1024 * int(status.partition("VmHWM:")[2].split()[0])
    return found


def on_processor(pid: int) -> float:
    """Seconds that one process has had of the processor, by its clock: clock_getcpuclockid(3)."""
    return time.clock_gettime_ns((~pid << 3) | 2) / 1e9


def processor_seconds(family: Sequence[int]) -> float:
    """What processes have had of the processor so far, to the nanosecond.

    Children of theirs that ended are included, to the tick (10 ms).
    """
    total = 0.0
    for member in family:
        with contextlib.suppress(OSError, IndexError):
            total += on_processor(member)
            fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
            total += (int(fields[13]) + int(fields[14])) * _TICK
    return total


def waited_for_processor(family: Sequence[int]) -> float:
    """Seconds for which their threads could have run and didn't, because others did."""
    total = 0
    for member in family:
        with contextlib.suppress(OSError):
            for thread in os.listdir(f"/proc/{member}/task"):
                with contextlib.suppress(OSError, IndexError):
                    total += int(Path(f"/proc/{member}/task/{thread}/schedstat").read_text().split()[1])
    return total / 1e9


def stolen() -> float:
    """Seconds of this machine's processors that another virtual machine had; 0 on a real one."""
    with contextlib.suppress(OSError, IndexError), open("/proc/stat") as file:
        return int(file.readline().split()[8]) * _TICK
    return 0.0


def waits_for_a_file(family: Sequence[int]) -> bool:
    """Whether one of them waits in a way that no signal ends: for a disk or a server of files, as a rule."""
    for member in family:
        with contextlib.suppress(OSError, IndexError):
            if Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()[0] == "D":
                return True
    return False


@dataclass(frozen=True)
class Moment:
    """What the clocks showed at one moment, in seconds.

    wall   the clock on the wall
    used   what a family has had of the processor, `waited` how long it could have run and didn't
    ours   both of this process, which talks with that family
    """

    wall: float
    used: float
    waited: float
    ours: float

    @classmethod
    def of(cls, family: Sequence[int]) -> "Moment":
        return cls(
            time.monotonic(),
            processor_seconds(family),
            waited_for_processor(family) + stolen(),
            time.process_time() + waited_for_processor([os.getpid()]),
        )

    def since(self, before: "Moment") -> "Moment":
        """The same, as differences to an earlier moment."""
        names = ("wall", "used", "waited", "ours")
        return Moment(*(getattr(self, name) - getattr(before, name) for name in names))

    @property
    def idle(self) -> float:
        """Seconds of a difference in which nobody had the processor or waited for it."""
        return self.wall - self.used - self.waited - self.ours
