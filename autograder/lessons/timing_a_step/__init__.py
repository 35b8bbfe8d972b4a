"""Lesson 04: timing code on a fake clock, and fits."""

LESSON = "04_timing_a_step"
EXERCISES = (
    "time_step",
    "measure",
    "fit_line",
    "growth_exponent",
)
