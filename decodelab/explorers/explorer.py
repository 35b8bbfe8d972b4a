"""What every explorer shares: controls above a picture that follows them, and a sentence to read off.

The state of an explorer is in its traits: setting `explorer.query = 5` in code does what the slider does, so
everything but the dragging itself is tested without a browser. The picture is inline SVG, drawn for the room
the page says it has; unlike `Output` or `interact` it never flickers. Limits: the page needs its kernel.
Where none runs (a printed notebook, GitHub, the website) the picture of the first state stands in.
"""

from html import escape

import ipywidgets as widgets
import traitlets

from ..figures.picture import page_of
from .choice import Choice
from .grid import Grid
from .menu import Menu
from .sheet import Sheet
from .slider import Slider
from .theirs import NotWrittenError, TheirError

NOTHING = '<div class="decodelab-picture"></div>'


class Explorer(widgets.VBox):
    """Base of the explorers. Subclasses have traits for their state and define:

    question        : what the explorer answers by play
    controls()      : {trait name: widget whose `value` is that trait}, in order
    picture()       : the Picture of the present state, or None where there is nothing to see yet
    words()         : a sentence or two with the numbers of the present state

    functions : a learner's own, to be looked at instead of ours. What goes wrong in them is said in the page.
    """

    question = ""

    def __init__(self, *functions, **state):
        super().__init__()
        self.functions = functions
        self._unwritten = ""
        self.set_trait("layout", widgets.Layout(max_width="760px"))
        self._sheet = Sheet()
        self._words = widgets.HTML()
        with self.hold_trait_notifications():
            for name, value in state.items():
                if name not in self._state_names():
                    raise TypeError(
                        f"{type(self).__name__} has no setting {name!r}; "
                        f"it has {', '.join(self._state_names())}."
                    )
                setattr(self, name, value)
        self._controls = self.controls()
        for name, control in self._controls.items():
            control.layout.width = "min(100% - 4px, 36em)"
            if isinstance(control, (Choice, Grid)):
                control.layout.width = "calc(100% - 4px)"
            elif not isinstance(control, (Slider, Menu)):  # which know by themselves
                control.style.description_width = "11em"
            traitlets.link((self, name), (control, "value"))
        question = widgets.HTML(
            f'<p style="margin: 0; line-height: 1.4"><strong>{escape(self.question)}</strong></p>'
        )
        # the words come last: they may take a line more or less, and what one looks at should not jump
        self.children = [question, *self._controls.values(), self._sheet, self._words]
        self.observe(lambda change: self.redraw(), names=self._state_names())
        self._sheet.observe(lambda change: self.redraw(), names="width")
        self.redraw()

    @classmethod
    def _state_names(cls):
        return list(cls.class_own_traits())

    def controls(self):
        raise NotImplementedError

    def picture(self):
        raise NotImplementedError

    def words(self):
        raise NotImplementedError

    def redraw(self):
        """Brings picture and words up to the present state."""
        try:
            try:
                words = self._draw()
            except NotWrittenError as error:
                self.functions, self._unwritten = (), f"{error} Until it is, you see what ours does. "
                words = self._draw()
            html = self._drawn.html_here() if self._drawn else NOTHING
        except TheirError as error:
            self._drawn = None
            words, html = str(error), NOTHING
        self._sheet.html = html
        self._words.value = f'<p role="status" style="margin: 0; line-height: 1.4">{escape(words)}</p>'

    def _draw(self):
        with page_of(self._sheet.width):
            self._drawn = self.picture()
        return self._unwritten + self.words()

    def _repr_mimebundle_(self, **kwargs):
        """The live explorer where widgets run, its picture where they don't."""
        still = self._drawn.html() if self._drawn else self._words.value
        return super()._repr_mimebundle_(**kwargs) | {"text/html": still}
