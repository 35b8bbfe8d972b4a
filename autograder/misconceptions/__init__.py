"""Known wrong ideas, one module a lesson."""

from autograder.misconceptions import (
    cost_of_a_step,
    kv_cache,
    masked_attention,
    predicting_latency,
    real_model,
    start_here,
)

ALL = [
    *start_here.KNOWN,
    *masked_attention.KNOWN,
    *kv_cache.KNOWN,
    *cost_of_a_step.KNOWN,
    *predicting_latency.KNOWN,
    *real_model.KNOWN,
]


def of(exercise):
    """The misconceptions known for one exercise, a list."""
    return [m for m in ALL if m.exercise == exercise]
