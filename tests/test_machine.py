"""The machine's rates, judged by a clock that moves only when told to."""

import numpy as np
import pytest

from decodelab import machine


class Work:
    """A clock that is read before and after each round, and lets `seconds[i]` go by between the two
    readings."""

    def __init__(self, seconds):
        self.readings = np.concatenate(
            [[start, start + s] for start, s in zip(range(0, 100_000, 1000), seconds)]
        )
        self.at = -1

    def __call__(self):
        self.at += 1
        return self.readings[self.at]


@pytest.mark.parametrize("megabytes", [0.4, 2, 3.2])
def test_bandwidth_is_the_bytes_of_one_read_over_the_time_of_a_round(megabytes):
    rate = machine.memory_bandwidth(megabytes, rounds=3, timer=Work([0.5, 0.5, 0.5]))
    assert rate.median == pytest.approx(megabytes * 1e6 / 0.5)
    assert (rate.low, rate.high) == (rate.median, rate.median)


@pytest.mark.parametrize("size", [3, 7, 40])
def test_arithmetic_counts_a_multiplication_and_an_addition_for_each_of_size_cubed_pairs(size):
    assert machine.arithmetic_rate(size, rounds=2, timer=Work([0.25, 0.25])).median == pytest.approx(
        8 * size**3
    )


def test_a_few_interrupted_rounds_show_in_the_spread_and_not_in_the_median():
    seconds = [0.1, 0.1, 9.0, 0.1, 0.1, 5.0, 0.1, 9.0, 0.1]
    rate = machine.memory_bandwidth(1, rounds=len(seconds), timer=Work(seconds))
    assert rate.median == pytest.approx(1e7)
    assert rate.low < 0.3e7


def test_quartiles_enclose_the_median():
    seconds = np.random.default_rng(5).uniform(0.1, 0.3, size=20)
    rate = machine.arithmetic_rate(5, rounds=20, timer=Work(seconds))
    assert np.mean(250 / seconds < rate.low) == pytest.approx(0.25)
    assert np.mean(250 / seconds > rate.high) == pytest.approx(0.25)
    assert rate.low < rate.median < rate.high


def test_the_clock_is_read_twice_a_round_and_never_between():
    timer = Work([0.1] * 4)
    machine.arithmetic_rate(2, rounds=4, timer=timer)
    assert timer.at + 1 == 2 * 4


def test_a_rate_reads_as_giga_units_a_second():
    assert str(machine.Rate(2.84e10, 2.5e10, 3.014e10, "B")) == "28.4 GB/s (half of the rounds: 25 … 30.1)"
    assert str(machine.Rate(9.9e10, 9e10, 1e11, "FLOP")) == "99 GFLOP/s (half of the rounds: 90 … 100)"


def test_a_machines_numbers_are_the_medians_of_its_rates():
    here = machine.Machine(machine.Rate(3e10, 2e10, 4e10, "B"), machine.Rate(9e10, 8e10, 1e11, "FLOP"))
    assert (here.bytes_per_second, here.flops_per_second) == (3e10, 9e10)
    assert str(here).splitlines()[0] == "reads memory at 30 GB/s (half of the rounds: 20 … 40)"
