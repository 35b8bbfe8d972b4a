"""The lessons: a package each, in it a module for each exercise, from top to bottom its probe, check and
misconceptions.

A package states its LESSON, the folder of its notebook, and its EXERCISES in course order: the only list that
is kept by hand. A module is called like its exercise, in small letters (KVCache: kv_cache.py), and defines
the check, by the exercise's name, and MISCONCEPTIONS. A package may have QUIZZES in a module quizzes.
"""

import importlib
import pkgutil
import re

from autograder.kit.exercise import LESSON_OF
from autograder.kit.quiz import judge

LESSONS: dict = {}
"""The package of each lesson by the folder of its notebook, in course order."""

CHECKS: dict = {}
"""The check of each exercise by its name, in course order."""

QUIZZES: dict = {}
"""Every Quiz by its name."""


def module_name(exercise):
    """The name of the module of an exercise: its own in snake_case, e.g. "kv_cache" for "KVCache"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", exercise).lower()


def quiz(name, answer, *, seed=0):
    """Judge a quiz: answer() returns the letters of every right option, e.g. "ad"."""
    if name not in QUIZZES:
        raise ValueError(f"no quiz is called {name!r}. There are: {', '.join(sorted(QUIZZES))}.")
    judge(name, QUIZZES[name], answer, seed=seed)


def _load():
    packages = [
        importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
    ]
    for package in sorted(packages, key=lambda package: package.LESSON):
        LESSONS[package.LESSON] = package
        for exercise in package.EXERCISES:
            page = importlib.import_module(f"{package.__name__}.{module_name(exercise)}")
            CHECKS[exercise] = getattr(page, exercise)
            CHECKS[exercise].misconceptions = tuple(page.MISCONCEPTIONS)
            LESSON_OF[exercise] = package.LESSON
        if importlib.util.find_spec(f"{package.__name__}.quizzes"):
            QUIZZES.update(importlib.import_module(f"{package.__name__}.quizzes").QUIZZES)


_load()
