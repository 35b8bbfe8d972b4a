"""What a driver reports of a learner's results, as the objects that they were."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.kit.exercise import fail

MOST_NUMBERS = 10_000_000
"""Of a result, whatever its shape is said to be."""


def all_there(outputs: Sequence[Any], calls: int) -> None:
    """Fail, for a person to look, unless there is a result of every call: who reports them sits beside the
    learner's code."""
    if len(outputs) != calls:
        fail(f"{len(outputs)} results came back from {calls} calls.", diagnosable=False, needs_human=True)


def as_result(output: dict[str, Any]) -> Any:
    """What `decodelab.rehearsal.plain` told of one result, as the object it was; of an array without numbers
    only the shape."""
    if output["values"] is not None:
        return np.reshape(np.array(output["values"], dtype=output["dtype"]), output["shape"])
    if output["type"] == "ndarray":
        return _empty(output["shape"])
    return None if output["type"] == "NoneType" else output["type"]


def _empty(shape: Sequence[int]) -> np.ndarray:
    if math.prod(shape) > MOST_NUMBERS:
        fail(
            f"a result has the shape {tuple(shape)}: more numbers than any here should have.",
            diagnosable=False,
        )
    return np.empty(shape)
