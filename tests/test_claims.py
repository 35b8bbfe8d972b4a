"""The measurements that lesson 04 hands out are complete, and what its text says of them is true."""

import numpy as np
import pytest

from autograder.lessons.timing_a_step.growth_exponent import _growth_exponent_in_parts as growth_exponent
from autograder.lessons.timing_a_step.parts import robust
from decodelab import claims

COUNTS, TIMES = claims.load()
LENGTHS = [64, 128, 256, 512, 1024, 2048, 4096]
AGAIN = "measured anew? Then lesson 04's claims, and the solution of judge_claims, need the new numbers"


def test_every_design_was_counted_and_timed_at_every_length():
    assert list(COUNTS) == list(TIMES) == ["cache", "whole buffer", "re-projection"]
    assert all(list(series) == LENGTHS for table in (COUNTS, TIMES) for series in table.values())


@pytest.mark.parametrize(
    "design, count",
    [
        ("cache", lambda n: 128 * n),
        ("whole buffer", lambda n: 128 * 4096),
        ("re-projection", lambda n: 8320 * n + 4096),
    ],
)
def test_counts_are_those_of_the_closed_form(design, count):
    assert COUNTS[design] == {n: count(n) for n in LENGTHS}


def test_the_file_says_where_and_how_it_was_measured():
    for part in ("cores", "NumPy", "commit", "float32", "benchmarks/measure_claims.py"):
        assert part in claims.provenance()


def test_the_claims_of_the_lesson_are_what_the_data_seem_to_say():
    assert growth_exponent(LENGTHS, list(TIMES["cache"].values())) == pytest.approx(0.33, abs=0.005), AGAIN
    assert np.median(list(TIMES["whole buffer"].values())) == pytest.approx(51e-6, rel=0.02), AGAIN
    slope, fixed = robust(LENGTHS, list(TIMES["cache"].values()))
    assert (slope, fixed) == pytest.approx((9e-9, 11e-6), rel=0.05), AGAIN
    steeper, _ = robust(LENGTHS, list(TIMES["re-projection"].values()))
    assert steeper == pytest.approx(187e-9, rel=0.01), AGAIN
