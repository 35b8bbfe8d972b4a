"""Lesson 05: the formulas of a prediction, grouped queries, and a cache with a window."""

LESSON = "05_predicting_latency"
EXERCISES = (
    "arithmetic_intensity",
    "roofline_seconds",
    "generation_seconds",
    "crossover_length",
    "grouped_query_decode_step",
    "SlidingWindowCache",
)
