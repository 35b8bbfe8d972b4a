"""Imported by the process from which judges are forked: what each of them would otherwise load and work out
for itself."""

import autograder.check
from autograder.grading import room, work

__all__ = ["autograder", "work"]

room.read_the_project()
