"""Imported by the process from which judges are forked: what each of them would otherwise load and work out
for itself."""

import gc

import autograder.check
from autograder.grading import room, work

__all__ = ["autograder", "work"]

room.read_the_project()
gc.freeze()  # stays for good: a tenth of a judge's time went into looking at it again and again
