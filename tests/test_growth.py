"""Growth is told exactly from counts, and from timings only as far as their noise allows."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decodelab import growth

LENGTHS = range(1, 301)


def kind(cost, lengths=LENGTHS):
    return growth.of_counts({n: cost(n) for n in lengths}).kind


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.integers(-1000, 10**9), st.integers(4, 200))
def test_an_affine_cost_gives_back_its_slope_and_fixed_part_exactly(slope, fixed, lengths):
    found = growth.of_counts({n: slope * n + fixed for n in range(1, lengths + 1)})
    assert (found.kind, found.per_token, found.fixed, found.exact) == (
        "linear" if slope else "constant",
        slope,
        fixed,
        True,
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 5000), min_size=4, max_size=12, unique=True),
    st.integers(1, 999),
    st.integers(0, 999),
)
def test_lengths_need_not_be_neighbours(lengths, slope, fixed):
    found = growth.of_counts({n: slope * n + fixed for n in lengths})
    assert (found.per_token, found.fixed) == (slope, fixed)


@settings(max_examples=40, deadline=None)
@given(
    first=st.integers(1, 70),
    factor=st.sampled_from([1.25, 1.5, 2, 3]),
    width=st.integers(1, 300),
    slope=st.integers(1, 500),
    top=st.integers(60, 700),
)
def test_buffers_that_grow_by_a_factor_stay_linear(first, factor, width, slope, top):
    costs, capacity = {}, first
    for n in range(1, top):
        costs[n] = slope * n + 30
        if n > capacity:
            costs[n] += width * n
            capacity = max(n, int(capacity * factor))
    assert growth.of_counts(costs).kind in ("linear", "constant")


@settings(max_examples=40, deadline=None)
@given(
    chunk=st.integers(2, 128), width=st.integers(1, 300), slope=st.integers(0, 500), top=st.integers(60, 700)
)
def test_buffers_that_grow_by_a_fixed_number_of_rows_are_not_called_superlinear(chunk, width, slope, top):
    costs = {n: slope * n + 30 + (width * n if n % chunk == 1 else 0) for n in range(1, top)}
    assert growth.of_counts(costs).kind in ("linear", "constant")


@settings(max_examples=40, deadline=None)
@given(
    block=st.integers(1, 64),
    slope=st.integers(1, 500),
    fixed=st.integers(0, 10**5),
    top=st.integers(130, 700),
)
def test_padding_to_blocks_stays_linear(block, slope, fixed, top):
    assert kind(lambda n: slope * -(-n // block) * block + fixed, range(1, top)) in ("linear", "constant")


@settings(max_examples=60, deadline=None)
@given(
    chunk=st.integers(1, 300), width=st.integers(1, 300), fixed=st.integers(0, 40), top=st.integers(60, 700)
)
def test_work_that_waits_for_a_full_chunk_is_not_called_superlinear(chunk, width, fixed, top):
    assert kind(lambda n: width * (n // chunk) * chunk + fixed, range(1, top)) in ("linear", "constant")
    assert kind(lambda n: width * (n % chunk) + fixed, range(1, top)) in ("linear", "constant")


@settings(max_examples=40, deadline=None)
@given(a=st.integers(1, 50), b=st.integers(0, 400), c=st.integers(0, 20_000), top=st.integers(100, 700))
def test_a_square_term_that_matters_at_the_end_is_found(a, b, c, top):
    cost = lambda n: a * n * n + b * n + c  # noqa: E731
    if a * top * top > 2 * b * top + 2 * c:
        assert kind(cost, range(1, top)) in ("quadratic", "cubic")


@pytest.mark.parametrize(
    "cost, expected",
    [
        (lambda n: 128 * n, "linear"),
        (lambda n: 5, "constant"),
        (lambda n: n * max(0, (n - 1).bit_length()), "n log n"),
        (lambda n: 3 * n * n, "quadratic"),
        (lambda n: (-(-n // 8)) ** 2, "quadratic"),
        (lambda n: n**3 + n, "cubic"),
        (lambda n: 1 << (n - 1).bit_length(), "linear"),
        (lambda n: 1000 + (n & (n - 1) == 0) * n, "constant"),
        (lambda n: 40 * n + (n % 3), "linear"),
        (lambda n: n * n if n % 32 == 0 else n, "quadratic"),
        (lambda n: 7 * max(0, n - 64), "linear"),
        (lambda n: 0, "constant"),
    ],
)
def test_the_kind_of_growth(cost, expected):
    assert kind(cost) == expected


def test_exponential_growth_is_not_called_less_than_cubic():
    assert kind(lambda n: 2**n, range(1, 60)) == "cubic"


def test_jumps_are_named_and_do_not_hide_the_exact_line():
    found = growth.of_counts({n: 128 * n + 7 + (64 * n if n in (65, 129, 257) else 0) for n in LENGTHS})
    assert (found.per_token, found.fixed, found.jumps, found.exact) == (128, 7, (65, 129, 257), True)
    assert "128 · n + 7 exactly, and more at n = 65, 129, 257" in str(found)


def test_too_few_lengths_are_inconclusive():
    assert growth.of_counts({1: 5, 2: 10, 4: 20}).kind == "inconclusive"


# -- timings -------------------------------------------------------------------------------------------------

X = np.repeat([64, 128, 256, 512, 1024, 2048], 3)


def timings(rng, noise, spikes=0.0, cost=lambda n: 2e-6 + 1e-8 * n):
    seconds = cost(X) * (1 + noise * rng.standard_normal(len(X)))
    return np.where(rng.random(len(X)) < spikes, seconds * 20, seconds)


def test_a_clean_line_gives_its_slope_and_fixed_part():
    fit = growth.of_timings(X, 2e-6 + 1e-8 * X)
    assert fit.verdict == "linear"
    assert math.isclose(fit.per_token, 1e-8, rel_tol=1e-6) and math.isclose(fit.fixed, 2e-6, rel_tol=1e-6)


def test_spikes_in_a_fifth_of_the_points_leave_the_slope_alone():
    rng = np.random.default_rng(1)
    for _ in range(20):
        seconds = 2e-6 + 1e-8 * X
        seconds[rng.choice(len(X), 3, replace=False)] *= 30
        assert abs(growth.of_timings(X, seconds).per_token / 1e-8 - 1) < 0.05


def test_the_interval_holds_the_true_slope_nearly_as_often_as_it_says():
    rng = np.random.default_rng(2)
    fits = [growth.of_timings(X, timings(rng, 0.1, cost=lambda n: 2e-6 + 1e-9 * n)) for _ in range(300)]
    inside = sum(fit.per_token_low <= 1e-9 <= fit.per_token_high for fit in fits)
    assert inside >= 0.9 * 300


def test_noise_larger_than_the_slope_is_called_too_noisy():
    rng = np.random.default_rng(3)
    verdicts = [growth.of_timings(X, np.abs(rng.normal(1, 0.8, len(X)))).verdict for _ in range(100)]
    assert verdicts.count("too noisy to say") >= 90


def test_a_cost_without_slope_is_constant_if_quiet():
    rng = np.random.default_rng(4)
    assert growth.of_timings(X, 1e-3 * (1 + 0.005 * rng.standard_normal(len(X)))).verdict == "constant"


def test_a_square_is_not_called_a_line():
    lengths = np.repeat(np.arange(100, 1100, 100), 3)
    rng = np.random.default_rng(5)
    assert (
        growth.of_timings(lengths, 1e-9 * lengths**2 * (1 + 0.02 * rng.standard_normal(len(lengths)))).verdict
        == "superlinear"
    )


def test_a_line_is_rarely_called_superlinear():
    rng = np.random.default_rng(6)
    lengths = np.repeat(np.arange(100, 1100, 100), 3)
    verdicts = [
        growth.of_timings(
            lengths, (1e-6 + 1e-8 * lengths) * (1 + 0.1 * rng.standard_normal(len(lengths)))
        ).verdict
        for _ in range(200)
    ]
    assert verdicts.count("superlinear") <= 2


@pytest.mark.parametrize(
    "lengths, seconds",
    [
        ([1, 2, 3], [1, 2, 3]),
        ([1, 1, 1, 2, 2], [1, 2, 3, 4, 5]),
        ([1, 2, 3, 4, 5], [1, 2, 3, 4]),
        ([1, 2, 3, 4, 5], [1, 2, np.nan, 4, 5]),
    ],
)
def test_timings_that_cannot_be_fitted_are_refused(lengths, seconds):
    with pytest.raises(ValueError):
        growth.of_timings(lengths, seconds)
