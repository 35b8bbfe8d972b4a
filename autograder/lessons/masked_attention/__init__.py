"""Lesson 01: scores, softmax, mask, causal attention, heads, and the learner's own test for leaks."""

LESSON = "01_masked_attention"
EXERCISES = (
    "attention_scores",
    "softmax",
    "causal_mask",
    "query_key_pairs",
    "causal_attention",
    "multi_head_attention",
    "find_leaks",
    "sneaky_attention",
)
