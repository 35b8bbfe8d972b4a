"""Lesson 10: fewer bytes for each token, and fewer steps for each text.

What the counts are about runs in a driver (decodelab.rounding_rehearsal, …), in a notebook in this process
and in grading beside the learner's code; what comes back is judged here.
"""

LESSON = "10_fewer_bytes"
EXERCISES = (
    "quantize",
    "attend_int8",
    "attend_in_blocks",
    "merge",
    "accepted",
    "speculative",
    "tokens_a_call",
    "speedup",
)
