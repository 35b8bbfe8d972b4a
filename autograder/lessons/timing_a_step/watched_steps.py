"""Steps on a fake clock for `time_step` and `measure`: they take scripted times and remember how they were
called."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from decodelab.clock import FakeClock

START = 65536.0
"""What the clock shows at first, in seconds: more than any step takes in milliseconds, less than one takes in
microseconds."""

AT_MOST = 2_000
"""Readings and calls after which a run is stopped: a loop that waits for time to pass never ends on a fake
clock."""


@dataclass
class Call:
    """One call of a step.

    length : what make_step was asked for; None for a single step
    age    : earlier calls of the same step: its cache has grown by as many tokens
    k      : its number, from 0, among the calls of that length that directly followed a reading of the timer;
             None if it didn't, so that it can only be a warm-up
    seconds: what it took
    place  : its position in the clock's log
    """

    length: object
    age: int
    k: int | None
    seconds: float
    place: int


class WatchedSteps:
    """A timer, and steps whose calls move it.

    cost(length, age, k) -> seconds that a call takes; for the arguments see Call
    set_up: seconds that make_step takes
    """

    def __init__(self, cost, set_up=0.0):
        self._clock = FakeClock(now=START)
        self._cost, self._set_up = cost, set_up
        self._opened = Counter()
        self.calls = []
        self.asked = []  # the lengths make_step was given

    def timer(self):
        self._go_on()
        return self._clock()

    def make_step(self, n):
        n = int(n)
        self._go_on()
        self.asked.append(n)
        self._clock.spend(self._set_up, on="make")
        return self.step(n)

    def step(self, length=None):
        """A fresh step."""
        age = 0

        def step():
            nonlocal age
            self._go_on()
            k = None
            if self.log and self.log[-1] == "read":
                k = self._opened[length]
                self._opened[length] += 1
            seconds = self._cost(length, age, k)
            self.calls.append(Call(length, age, k, seconds, len(self.log)))
            self._clock.spend(seconds)
            age += 1

        return step

    @property
    def now(self):
        return self._clock.now

    @property
    def log(self):
        """What happened, in order: "read", "make", "step"."""
        return self._clock.log

    def alone(self, length=None):
        """The calls at that length that stand alone between two readings, in order."""
        return [
            c
            for c in self.calls
            if c.length == length and c.k is not None and self.log[c.place + 1 : c.place + 2] == ["read"]
        ]

    def empty_intervals(self):
        """How often two readings followed each other with nothing between."""
        return sum(a == b == "read" for a, b in pairwise(self.log))

    def fullest_interval(self):
        """The events between those two neighbouring readings that have most between them, a list."""
        return max(self.intervals(), key=len, default=[])

    def intervals(self):
        """What happened between each two neighbouring readings: lists of events."""
        return [part.split() for part in " ".join(self.log).split("read")[1:-1]]

    def _go_on(self):
        if len(self.log) >= AT_MOST:
            raise RuntimeError(
                f"stopped after {AT_MOST} readings of the timer and calls of the step: "
                "does the loop around them ever end?"
            )
