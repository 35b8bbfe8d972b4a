"""What this machine can do on one core: bytes read from memory a second, arithmetic a second.

    here = measure()
    here.bytes_per_second, here.flops_per_second

Two numbers, measured in a second or two, are enough for lesson 05's predictions. What they can't do: a shared
machine is slower in one minute than in the next, so each comes with the spread that was seen, and a
prediction is no better than that. Bandwidth is that of arrays larger than the cache; smaller ones are read
several times as fast, and a prediction made from it is too slow for them.
"""

import time
from dataclasses import dataclass

import numpy as np

from decodelab.clock import time_steps


@dataclass(frozen=True)
class Rate:
    """Something a second: `median` of the rounds, and the quartiles `low` and `high`, between which half of
    them lie.

    unit: what is counted, "B" for bytes or "FLOP"
    """

    median: float
    low: float
    high: float
    unit: str

    def __str__(self):
        return (
            f"{self.median / 1e9:.3g} G{self.unit}/s (half of the rounds: {self.low / 1e9:.3g} … "
            f"{self.high / 1e9:.3g})"
        )


@dataclass(frozen=True)
class Machine:
    """memory, arithmetic: the two Rates of one core; the medians as plain numbers beside them."""

    memory: Rate
    arithmetic: Rate

    @property
    def bytes_per_second(self):
        return self.memory.median

    @property
    def flops_per_second(self):
        return self.arithmetic.median

    def __str__(self):
        return f"reads memory at {self.memory}\ncomputes at {self.arithmetic}"


def measure():
    """This Machine, in a second or two."""
    return Machine(memory_bandwidth(), arithmetic_rate())


def memory_bandwidth(megabytes=128, rounds=25, timer=time.perf_counter):
    """Rate at which one core reads float32 numbers from memory, in bytes a second.

    megabytes: size of the array that is read once a round, in 10⁶ bytes; several times the machine's
               last-level cache, or the cache is measured
    timer    : a function without arguments that gives seconds

    A round is the dot product of the array with itself: every number is read once, and the two operations on
    it take less time than getting it.
    """
    numbers = np.ones(int(megabytes * 1e6) // 4, dtype=np.float32)
    return _rate(lambda: np.dot(numbers, numbers), numbers.nbytes, "B", rounds, timer)


def arithmetic_rate(size=768, rounds=25, timer=time.perf_counter):
    """Rate at which one core computes, in FLOPs a second: a product of two (size, size) float32 matrices a
    round.

    timer: a function without arguments that gives seconds

    Each number of the matrices is used `size` times, so memory is no obstacle. 2·size³ FLOPs.
    """
    matrix = np.ones((size, size), dtype=np.float32)
    return _rate(lambda: matrix @ matrix, 2 * size**3, "FLOP", rounds, timer)


def _rate(work, amount, unit, rounds, timer):
    """Rate of `work`, which does `amount` a call, on one BLAS thread."""
    seconds = time_steps(lambda n: work, [amount], rounds, timer).seconds[amount]
    low, median, high = np.quantile(amount / seconds, [0.25, 0.5, 0.75])
    return Rate(float(median), float(low), float(high), unit)
