"""Lesson 00: start here."""

LESSON = "00_start_here"
EXERCISES = ("dot",)
