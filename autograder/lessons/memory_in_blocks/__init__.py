"""Lesson 09: memory in blocks that many texts share.

Caches run through histories in a driver (decodelab.block_rehearsal), in a notebook in this process and in
grading beside the learner's code; what comes back is compared here with plain lists.
"""

LESSON = "09_memory_in_blocks"
EXERCISES = ("PagedCache", "attend_paged", "SharedCache", "shareable_blocks")
