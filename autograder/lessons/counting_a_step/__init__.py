"""Lesson 03: closed forms for the cost of a step."""

LESSON = "03_counting_a_step"
EXERCISES = (
    "decode_step_multiply_adds",
    "recompute_step_multiply_adds",
    "total_multiply_adds",
    "generation_multiply_adds",
)
