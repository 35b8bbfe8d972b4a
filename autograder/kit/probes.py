"""What probes are written with: results of several stages, each of which may raise."""

from collections.abc import Callable, Iterator
from typing import Any

RAISED = ["raised"]


def stage(stage: Callable[[], Any]) -> Any:
    """The results of a function that returns a list of them; RAISED if it raises."""
    try:
        return stage()
    except (Exception, SystemExit):
        return RAISED


def stages(*stages: Callable[[], Any]) -> Iterator[Any]:
    """The results of all stages.

    Raising everywhere says nothing about why: it ends in a result that equals no other.
    """
    got_through = False
    for results in map(stage, stages):
        got_through |= results is not RAISED
        yield from results
    if not got_through:
        yield object()
