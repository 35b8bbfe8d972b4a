"""Judges answers: the checks learners call, and the grading of a class."""
