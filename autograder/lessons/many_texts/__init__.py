"""Lesson 08: many texts at once: a step for several of them, who computes next, and what readers notice of
it."""

LESSON = "08_many_texts"
EXERCISES = ("batched_block_step", "plan_step", "serving_metrics")
