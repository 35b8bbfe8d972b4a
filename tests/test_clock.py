"""The step timer keeps its rules, and the fake clock moves only when told to."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from threadpoolctl import threadpool_info

from decodelab.clock import FakeClock, StepTimes, busy_machine, time_steps


class Machine:
    """Steps on a fake clock: 1 s + n/8 s a call; each call leaves its step one token longer; the first is
    cold."""

    def __init__(self, factor=lambda call: 1.0):
        self.clock, self.factor, self.calls = FakeClock(), factor, []

    def make_step(self, n):
        self.clock.spend(64.0, on="make")
        length = [n]

        def step():
            self.calls.append(length[0])
            cold = 512.0 if len(self.calls) == 1 else 0.0
            self.clock.spend((1 + length[0] / 8) * self.factor(len(self.calls) - 1) + cold)
            length[0] += 1

        return step


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=5, unique=True), st.integers(1, 6))
def test_a_step_is_timed_at_its_length_without_its_set_up_and_never_cold(lengths, rounds):
    machine = Machine()
    times = time_steps(machine.make_step, lengths, rounds, timer=machine.clock)
    assert times.minimum == times.median == {n: 1 + n / 8 for n in lengths}
    assert all(len(seconds) == rounds for seconds in times.seconds.values())


def test_a_round_goes_over_all_lengths_before_the_next_begins():
    machine = Machine()
    time_steps(machine.make_step, [7, 2, 5], rounds=3, timer=machine.clock)
    assert machine.calls == [7, 2, 5] * 4  # the first round is the warm-up


def test_only_the_step_stands_between_two_readings():
    machine = Machine()
    time_steps(machine.make_step, [3], rounds=2, timer=machine.clock)
    assert machine.clock.log == ["make", "step"] + ["make", "read", "step", "read"] * 2


@given(st.integers(1, 15), st.randoms())
def test_spikes_in_fewer_than_half_of_the_rounds_move_neither_minimum_nor_median(rounds, random):
    factors = busy_machine(rounds, spiked=random.sample(range(rounds), (rounds - 1) // 2))
    machine = Machine(factor=lambda call: factors[call - 1] if call else 1.0)
    times = time_steps(machine.make_step, [8], rounds, timer=machine.clock)
    for seconds in (times.minimum[8], times.median[8]):
        assert 2.0 <= seconds <= 2.0 * 1.008 + 1e-12


def test_steps_are_timed_on_one_blas_thread_and_the_others_come_back():
    def threads():
        return [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]

    before, seen = threads(), []
    time_steps(lambda n: lambda: seen.append(threads()), [1], rounds=1)
    assert before and all(count == 1 for pools in seen for count in pools)
    assert threads() == before


def test_no_round_at_all_is_refused():
    with pytest.raises(ValueError, match="rounds is 0"):
        time_steps(lambda n: lambda: None, [1], rounds=0)


def test_minimum_and_median_differ_once_rounds_do():
    times = StepTimes({4: np.array([3.0, 1.0, 2.0])})
    assert (times.minimum, times.median) == ({4: 1.0}, {4: 2.0})


@given(st.lists(st.floats(0, 1e6), max_size=20))
def test_the_fake_clock_shows_what_was_spent_and_nothing_else(spent):
    clock, now = FakeClock(now=8.0), 8.0
    for seconds in spent:
        assert clock() == clock() == now
        clock.spend(seconds)
        now += seconds
    assert clock() == now


def test_time_does_not_run_backwards():
    with pytest.raises(ValueError, match="backwards"):
        FakeClock().spend(-1.0)


def test_inside_its_with_block_the_fake_clock_is_perf_counter_and_afterwards_is_not():
    real = time.perf_counter
    with pytest.raises(KeyError), FakeClock() as clock:
        clock.spend(3.0)
        assert time.perf_counter() == 3.0
        raise KeyError
    assert time.perf_counter is real


@given(st.integers(1, 40), st.sets(st.integers(0, 39)))
def test_a_busy_machine_slows_the_spiked_calls_down_much_and_all_others_less_than_one_percent(calls, spiked):
    spiked = sorted(k for k in spiked if k < calls)
    factors = busy_machine(calls, spiked)
    others = np.delete(factors, spiked)
    assert (factors[spiked] >= 20).all()
    assert (others >= 1).all() and (others < 1.01).all()


def test_a_busy_machine_drifts_steadily():
    steps = np.diff(busy_machine(9))
    assert (steps > 0).all() and np.ptp(steps) < 1e-15
