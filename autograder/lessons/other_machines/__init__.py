"""Lesson 07: what fits, the floor of a step, published units, impossible claims, and what stays without
bytes."""

LESSON = "07_other_machines"
EXERCISES = ("largest_batch", "step_seconds", "seconds_a_step", "fixed_and_speed", "impossible")
