"""Timing decode steps: a stopwatch that keeps its rules, and a clock that moves only when told to.

What it can't do: a time belongs to the machine and the minute it was taken on. `time_steps` keeps warm-up,
set-up and the odd interruption out of it; a machine that is busy all the while makes every number too large,
and nothing here can tell. Growth is judged by counts (`decodelab.Meter`), never by these times.
"""

import contextlib
import time
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits


@dataclass(frozen=True)
class StepTimes:
    """seconds: {n: (rounds,) array}, the time of one step at length n, once a round."""

    seconds: dict

    @property
    def minimum(self):
        """{n: seconds}: the least disturbed round, what the step costs this machine at its best."""
        return {n: float(np.min(rounds)) for n, rounds in self.seconds.items()}

    @property
    def median(self):
        """{n: seconds}: the middle round, what a step costs on an ordinary day."""
        return {n: float(np.median(rounds)) for n, rounds in self.seconds.items()}


def time_steps(make_step, lengths, rounds=9, timer=time.perf_counter):
    """Time one step at each length, on one BLAS thread.

    make_step: make_step(n) -> step; step() is one decode step at length n. Every call is given a fresh
               step, made before the clock is read, since a call may leave the cache one token longer
    lengths  : whole numbers
    rounds   : how often each length is timed; one round goes over all lengths before the next begins,
               so that a slow minute hits every length alike
    timer    : a function without arguments that gives seconds

    Returns StepTimes. One round over all lengths goes by untimed first, as warm-up.
    """
    if rounds < 1:
        raise ValueError(f"rounds is {rounds}: each length has to be timed at least once.")
    seconds = {n: np.empty(rounds) for n in lengths}
    with threadpool_limits(1, user_api="blas"):
        for n in seconds:
            make_step(n)()
        for i in range(rounds):
            for n in seconds:
                step = make_step(n)
                start = timer()
                step()
                seconds[n][i] = timer() - start
    return StepTimes(seconds)


class FakeClock:
    """A clock that stands still until `spend` moves it: timing code judged to the last digit.

        clock = FakeClock()
        time_step(lambda: clock.spend(0.25), repeats=5, timer=clock)      # has to give 0.25

    As a context manager it stands in for `time.perf_counter`, which is put back at the end; other clocks
    (`time.time`, `time.monotonic`) and names bound before (`from time import perf_counter`) stay real.

    log: what happened, in order: "read" for each reading, and what `spend` was told.
    """

    def __init__(self, now=0.0):
        self.now = now
        self.log = []

    def __call__(self):
        """Seconds since the clock's zero, as time.perf_counter() gives them."""
        self.log.append("read")
        return self.now

    def spend(self, seconds, on="step"):
        """Let time pass; `on` goes into the log."""
        if seconds < 0:
            raise ValueError(f"spend({seconds}): time does not run backwards.")
        self.now += seconds
        self.log.append(on)

    def __enter__(self):
        self._real = time.perf_counter
        time.perf_counter = self
        return self

    def __exit__(self, *exception):
        time.perf_counter = self._real


class _SlowScreen:
    """A stream whose every write takes its time on a FakeClock."""

    def __init__(self, clock, seconds):
        self._clock, self._seconds = clock, seconds

    def write(self, text):
        self._clock.spend(self._seconds, on="print")
        return len(text)

    def flush(self):
        pass


def time_on_a_slow_screen(time_step, seconds, a_line, repeats):
    """What a `time_step` makes of steps of so many seconds, where each write to the screen takes `a_line`
    seconds.

    A driver, like those of decodelab.meter: plain numbers in, {"seconds": a number} out.
    """
    clock = FakeClock()
    screen = _SlowScreen(clock, a_line)
    with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
        return {"seconds": float(time_step(lambda: clock.spend(seconds), repeats, timer=clock))}


def measure_on_a_slow_screen(measure, seconds, a_line, lengths, repeats):
    """The same for a `measure`: {"seconds": [a number for each length]}."""
    clock = FakeClock()
    screen = _SlowScreen(clock, a_line)
    with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
        result = measure(lambda n: lambda: clock.spend(seconds), list(lengths), repeats, timer=clock)
    return {"seconds": [float(result[n]) for n in lengths]}


def busy_machine(calls, spiked=(), spike=20.0, drift=0.008):
    """What a shared machine does to a step that is called again and again: a script for a FakeClock.

    calls : how many calls
    spiked: positions, from 0, of those that something else interrupts: they take `spike` times as long
    drift : the part by which all have slowed down, steadily, in the end

    Returns (calls,) factors, at least 1.
    """
    factors = 1 + drift * np.arange(calls) / max(calls - 1, 1)
    factors[list(spiked)] *= spike
    return factors
