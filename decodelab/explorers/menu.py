"""One of many names: the browser's own drop-down list, with a label, in which arrow keys stay."""

from pathlib import Path

import anywidget
import traitlets


class Menu(anywidget.AnyWidget):
    """Chooses one of `options`, names; texts : how each is written in the list; description : the label."""

    _esm = Path(__file__).with_suffix(".js")
    _css = Path(__file__).with_suffix(".css")
    description = traitlets.Unicode().tag(sync=True)
    options = traitlets.List(traitlets.Unicode()).tag(sync=True)
    texts = traitlets.List(traitlets.Unicode()).tag(sync=True)
    value = traitlets.Unicode().tag(sync=True)

    def __init__(self, options, description, write=str):
        options = list(options)
        super().__init__(
            options=options,
            texts=[write(name) for name in options],
            description=description,
            value=options[0],
        )
