"""A slider that says to everyone what it is and where it stands: the browser's own, with a label.

ipywidgets' sliders have no name for a screen reader, and one over options reads out an option's number
instead of the option. Limit: values are numbers, in rising order.
"""

from pathlib import Path

import anywidget
import traitlets


class Slider(anywidget.AnyWidget):
    """Chooses one of some numbers.

    values : the numbers, rising; description : the name beside the slider; write : how a number is written
    pace : milliseconds between two steps of a "play" button; 0 for no button
    value : the number chosen. One that is not among `values` stands where the nearest does.
    """

    _esm = Path(__file__).with_suffix(".js")
    _css = Path(__file__).with_suffix(".css")
    description = traitlets.Unicode().tag(sync=True)
    texts = traitlets.List(traitlets.Unicode()).tag(sync=True)
    at = traitlets.Int().tag(sync=True)
    pace = traitlets.Int().tag(sync=True)
    values = traitlets.List()
    value = traitlets.Any()

    def __init__(self, values, description, write=str, pace=0):
        self._write = write
        super().__init__(values=list(values), value=values[0], description=description, pace=pace)

    def _place(self):
        """Where in `values` the value stands."""
        return min(range(len(self.values)), key=lambda i: abs(self.values[i] - self.value))

    @traitlets.observe("values")
    def _other_values(self, change):
        with self.hold_sync():
            self.texts = [self._write(value) for value in self.values]
            self.at = self._place()

    @traitlets.observe("value")
    def _set_in_code(self, change):
        self.at = self._place()

    @traitlets.observe("at")
    def _moved_on_the_page(self, change):
        if self.at != self._place():
            self.value = self.values[self.at]
