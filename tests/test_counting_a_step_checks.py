"""The checks of lesson 03 let right counts pass and say what is wrong with the others.

Whole answers stand in tests/answers; here are the rules that no single answer shows.
"""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder import check
from autograder.kit.verdict import CheckFailed
from autograder.lessons.counting_a_step import (
    decode_step_multiply_adds,
    generation_multiply_adds,
    recompute_step_multiply_adds,
    total_multiply_adds,
)
from decodelab.clock import FakeClock


def failure(name, answer, seed=0):
    with pytest.raises(CheckFailed) as caught:
        getattr(check, name)(answer, seed=seed)
    return caught.value


RIGHT = {
    "decode_step_multiply_adds": decode_step_multiply_adds._decode_step,
    "recompute_step_multiply_adds": recompute_step_multiply_adds._recompute_step,
    "total_multiply_adds": total_multiply_adds._total,
    "generation_multiply_adds": generation_multiply_adds._generation,
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_answer_passes_whatever_the_seed(name, capsys):
    for seed in range(25):
        getattr(check, name)(RIGHT[name], seed=seed)
    assert "everything holds" in capsys.readouterr().out


# -- the formulas behind the checks, by counting ---------------------------------------------------------

small = st.integers(1, 7)


@given(small, small, small)
def test_a_decode_step_costs_what_its_loops_count(n, d_k, d_v):
    counted = sum(1 for _ in range(n) for _ in range(d_k)) + sum(1 for _ in range(d_v) for _ in range(n))
    assert decode_step_multiply_adds._decode_step(n, d_k, d_v) == counted


@given(small, small, small, small)
def test_recomputing_costs_what_its_loops_count(n, d_model, d_k, d_v):
    projections = sum(n * d_model * width for width in (d_k, d_k, d_v))
    pairs = sum(d_k + d_v for _ in range(n) for _ in range(n))
    assert recompute_step_multiply_adds._recompute_step(n, d_model, d_k, d_v) == projections + pairs


@given(st.integers(0, 30), st.integers(0, 30), small, small)
def test_the_total_is_the_sum_of_its_steps(n_prompt, n_new, d_k, d_v):
    steps = (decode_step_multiply_adds._decode_step(n_prompt + i, d_k, d_v) for i in range(1, n_new + 1))
    assert total_multiply_adds._total(n_prompt, n_new, d_k, d_v) == sum(steps)


@given(st.integers(0, 30), small, small, small)
def test_a_generation_is_a_total_without_a_prompt_in_every_layer_and_head(length, n_layers, n_heads, d_head):
    one_head = total_multiply_adds._total(0, length, d_head, d_head)
    assert (
        generation_multiply_adds._generation(length, n_layers, n_heads, d_head)
        == n_layers * n_heads * one_head
    )


def test_two_wrong_ideas_at_once_are_both_named():
    assert (
        failure("decode_step_multiply_adds", lambda n, d_k, d_v: 2 * (n + 1) * (d_k + d_v)).misconception
        == "flops_for_multiply_adds+new_token_counted_twice"
    )


# -- closed forms --------------------------------------------------------------------------------------

LOOPS = {
    "a loop": lambda p, m, d_k, d_v: sum((d_k + d_v) * n for n in range(p + 1, p + m + 1)),
    "a sum of a range": lambda p, m, d_k, d_v: (d_k + d_v) * sum(range(p + 1, p + m + 1)),
    "an array": lambda p, m, d_k, d_v: (d_k + d_v) * int(np.arange(p + 1, p + m + 1).sum()),
    "two loops": lambda p, m, d_k, d_v: sum(d_k + d_v for n in range(p + 1, p + m + 1) for _ in range(n)),
}


@pytest.mark.parametrize("style", LOOPS)
def test_a_loop_over_the_tokens_is_found_before_it_hangs(style):
    failed = failure("total_multiply_adds", LOOPS[style])
    assert (failed.check, failed.misconception) == ("cost", "loop_over_tokens")
    assert "a billion tokens would take about" in failed.message


@pytest.mark.parametrize("slow_in_a_row, is_called_a_loop", [(9, False), (10**9, True)])
def test_a_formula_is_only_called_a_loop_if_it_is_slow_all_the_time(slow_in_a_row, is_called_a_loop):
    slow = (
        itertools.cycle([True] * slow_in_a_row + [False]) if slow_in_a_row < 100 else itertools.repeat(True)
    )

    def total(*given):
        clock.spend(0.05 if next(slow) else 1e-5)
        return total_multiply_adds._total(*given)

    with FakeClock() as clock:
        if is_called_a_loop:
            assert failure("total_multiply_adds", total).misconception == "loop_over_tokens"
        else:
            check.total_multiply_adds(total)


@pytest.mark.parametrize(
    "value, expected_misconception",
    [
        (18.0, "float_for_count"),
        (np.float64(12), "float_for_count"),
        (True, "another_type"),
        ("12", "another_type"),
        (None, "nothing_returned"),
    ],
)
def test_a_count_that_is_no_int_is_not_taken_for_one(value, expected_misconception):
    right = decode_step_multiply_adds._decode_step

    def answer(n, d_k, d_v):
        return type(value)(right(n, d_k, d_v)) if isinstance(value, float) else value

    assert failure("decode_step_multiply_adds", answer).misconception == expected_misconception


def test_a_numpy_integer_that_is_exact_counts_as_a_whole_number():
    right = generation_multiply_adds._generation
    with pytest.raises(CheckFailed) as caught:
        check.generation_multiply_adds(lambda *sizes: np.int64(right(*sizes)))
    assert caught.value.check == "dtype"  # small counts passed as np.int64; those beyond 64 bits raise
