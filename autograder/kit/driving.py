"""Where a learner's objects live: in this process, or behind a grader's proxies in another."""

from collections.abc import Callable, Sequence
from typing import Any


def drive(driver: Callable[..., Any], *objects: Any, **parameters: Any) -> Any:
    """What driver(*objects, **parameters) counts, as JSON data.

    driver      a function of a decodelab module; it and its plain parameters are trusted
    objects     the learner's: functions and classes of this process, or proxies of the grader's,
                in which case the driver runs in the learner's process and only its counts come back
    """
    session = _session(objects)
    return driver(*objects, **parameters) if session is None else session.drive(driver, objects, parameters)


def process_of(*objects: Any) -> Any:
    """The learner's process as the grader sees it from outside, with a method spent(); None if it is this
    one."""
    session = _session(objects)
    return None if session is None else session.process


def _session(objects: Sequence[Any]) -> Any:
    for given in objects:
        find = getattr(type(given), "remote_session", None)
        if find is not None:
            return find(given)
    return None
