"""One of some names: the browser's radio buttons in a group that has a name, and in which arrow keys stay.

ipywidgets' radio buttons are a list without a name for a screen reader, and the arrow keys that should move
within it move JupyterLab's notebook instead.
"""

from pathlib import Path

import anywidget
import traitlets


class Choice(anywidget.AnyWidget):
    """Chooses one of `options`, names; description : the name of the group; value : the one chosen, or
    None."""

    _esm = Path(__file__).with_suffix(".js")
    _css = Path(__file__).with_suffix(".css")
    description = traitlets.Unicode().tag(sync=True)
    options = traitlets.List(traitlets.Unicode()).tag(sync=True)
    value = traitlets.Unicode(None, allow_none=True).tag(sync=True)

    def __init__(self, options, description):
        super().__init__(options=list(options), description=description)
