"""Lesson 06: one block with a cache, and text written with it.

The learner's functions run on small random models in a driver (decodelab.rehearsal), in a notebook in this
process and in grading beside the learner's code; what comes back is compared with the uncached model here.
"""

LESSON = "06_real_model"
EXERCISES = (
    "block_step",
    "generate",
)
