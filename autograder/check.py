"""Every check, by the name of its exercise: `check.softmax(softmax)`.

In a notebook a check prints what holds and raises CheckFailed on the first thing that doesn't.
"""

from autograder.checks.masked_attention import (  # lesson 01
    attention_scores,
    causal_attention,
    causal_mask,
    find_leaks,
    multi_head_attention,
    query_key_pairs,
    softmax,
)
from autograder.checks.quizzes import quiz
