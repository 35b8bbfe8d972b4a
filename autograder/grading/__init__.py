"""Grades a class: the learner's code runs behind walls, the judge and its secrets stay outside."""
