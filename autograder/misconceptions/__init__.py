"""Known wrong ideas, one module a lesson."""

from autograder.misconceptions import masked_attention

ALL = [*masked_attention.KNOWN]


def of(exercise):
    """The misconceptions known for one exercise, a list."""
    return [m for m in ALL if m.exercise == exercise]
