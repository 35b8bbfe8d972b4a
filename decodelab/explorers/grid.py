"""A table of cells to be set: clicked, walked with the arrow keys and set with the space bar, or typed as
text."""

from pathlib import Path

import anywidget
import traitlets


class Grid(anywidget.AnyWidget):
    """Cells that are on or off. value : tuple of rows, tuples of bools

    description : the name of the table; rows, columns : names of its rows and columns
    typed : the same as text, a line a row, `T` for a cell that is on and `.` for one that is off
    """

    _esm = Path(__file__).with_suffix(".js")
    _css = Path(__file__).with_suffix(".css")
    description = traitlets.Unicode().tag(sync=True)
    rows = traitlets.List(traitlets.Unicode()).tag(sync=True)
    columns = traitlets.List(traitlets.Unicode()).tag(sync=True)
    divided_at = traitlets.Int().tag(sync=True)
    typed = traitlets.Unicode().tag(sync=True)
    value = traitlets.Any()

    def __init__(self, rows, columns, description, divided_at=0):
        empty = ((False,) * len(columns),) * len(rows)
        super().__init__(
            rows=rows, columns=columns, description=description, divided_at=divided_at, value=empty
        )

    @traitlets.observe("value")
    def _set_in_code(self, change):
        self.typed = "\n".join("".join("T" if on else "." for on in row) for row in self.value)

    @traitlets.observe("typed")
    def _set_on_the_page(self, change):
        value = tuple(tuple(mark == "T" for mark in line) for line in self.typed.splitlines())
        if value != self.value:
            self.value = value
