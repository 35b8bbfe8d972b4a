"""Pictures of failed checks, drawn when somebody looks."""

from collections.abc import Callable
from typing import Any


def picture(name: str, *data: Any) -> Callable[[], Any]:
    """What draws `name` of decodelab.figures. What that needs is loaded by then: it takes half a second, and
    nobody looks where a class is graded."""

    def draw() -> Any:
        from decodelab import figures

        return getattr(figures, name)(*data)

    return draw
