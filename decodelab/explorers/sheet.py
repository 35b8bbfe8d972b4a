"""Where an explorer's picture is shown: HTML that is exchanged without a blink, and that says how much room
it has."""

from pathlib import Path

import anywidget
import traitlets

from ..figures.picture import NARROW, WIDE


class Sheet(anywidget.AnyWidget):
    """Shows `html`; `width` is the room on the page, in ems of its text, once the page has said so."""

    _esm = Path(__file__).with_suffix(".js")
    html = traitlets.Unicode().tag(sync=True)
    narrowest = traitlets.Float(NARROW).tag(sync=True)
    widest = traitlets.Float(54.0).tag(sync=True)
    width = traitlets.Float(float(WIDE)).tag(sync=True)
