"""What every explorer shares: controls above a picture that follows them, and a sentence to read off.

The state of an explorer is in its traits: setting `explorer.query = 5` in code does what the slider does, so
everything but the dragging itself is tested without a browser. The picture goes to the page as a PNG in an
`<img>` with words for those who can't see it; unlike `Output` or `interact` it never flickers. Limits: the
page needs its kernel. Where none runs (a printed notebook, GitHub, the website) the picture of the first
state stands in.
"""

from html import escape

import ipywidgets as widgets
import traitlets

from ..figures.picture import as_html
from .slider import Slider


class Explorer(widgets.VBox):
    """Base of the explorers. Subclasses have traits for their state and define:

    question        : what the explorer answers by play
    controls()      : {trait name: widget whose `value` is that trait}, in order
    picture()       : the Picture of the present state
    words()         : a sentence or two with the numbers of the present state
    """

    question = ""

    def __init__(self, **state):
        super().__init__()
        self.set_trait("layout", widgets.Layout(max_width="760px"))
        self._picture = widgets.HTML()
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
            if not isinstance(control, Slider):  # which knows by itself
                control.style.description_width = "11em"
            traitlets.link((self, name), (control, "value"))
        question = widgets.HTML(
            f'<p style="margin: 0; line-height: 1.4"><strong>{escape(self.question)}</strong></p>'
        )
        # the words come last: they may take a line more or less, and what one looks at should not jump
        self.children = [question, *self._controls.values(), self._picture, self._words]
        self.observe(lambda change: self.redraw(), names=self._state_names())
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
        picture = self.picture()
        png = picture.png()
        width, height = picture.size_on_screen()
        self._still = png, {"alt": picture.title, "width": width, "height": height}
        self._picture.value = as_html(picture, png)
        self._words.value = f'<p role="status" style="margin: 0; line-height: 1.4">{escape(self.words())}</p>'

    def _repr_mimebundle_(self, **kwargs):
        """The live explorer where widgets run, its picture where they don't."""
        data = super()._repr_mimebundle_(**kwargs)
        png, about = self._still
        return data | {"image/png": png}, {"image/png": about}
