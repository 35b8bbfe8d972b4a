"""Every check, by the name of its exercise: `check.softmax(softmax)`.

In a notebook a check prints what holds and raises CheckFailed on the first thing that doesn't.
"""

from autograder.checks.cost_of_a_step import (  # lesson 03
    decode_step_multiply_adds,
    fit_line,
    generation_multiply_adds,
    growth_exponent,
    measure,
    recompute_step_multiply_adds,
    time_step,
    total_multiply_adds,
)
from autograder.checks.kv_cache import (  # lesson 02
    KVCache,
    attend_incrementally,
    decode_step,
    kv_cache_bytes,
    prefill,
)
from autograder.checks.masked_attention import (  # lesson 01
    attention_scores,
    causal_attention,
    causal_mask,
    find_leaks,
    multi_head_attention,
    query_key_pairs,
    softmax,
)
from autograder.checks.predicting_latency import (  # lesson 04
    SlidingWindowCache,
    arithmetic_intensity,
    crossover_length,
    generation_seconds,
    grouped_query_decode_step,
    roofline_seconds,
)
from autograder.checks.quizzes import quiz
from autograder.checks.real_model import block_step, generate  # lesson 05
from autograder.checks.start_here import dot  # lesson 00
