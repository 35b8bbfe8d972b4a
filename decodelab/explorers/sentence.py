"""What does a trained model look at when it reads?"""

from functools import lru_cache

import ipywidgets as widgets
import traitlets

from ..figures import draw_looks
from ..model import load, looks
from .explorer import Explorer
from .slider import Slider
from .theirs import TheirError

LONGEST = 20


class SentenceExplorer(Explorer):
    """Choose a token, a layer and a head of the whale model: what it looks at in a sentence of yours.

    sentence : up to LONGEST tokens; token : the one that looks; layer, head : which of the model's 24
               attentions
    """

    question = "What does a token look at, in a model that has learned to write?"
    sentence = traitlets.Unicode("The whale dived because it was hungry.")
    token = traitlets.Int(5, min=0)
    layer = traitlets.Int(3, min=0, max=3)
    head = traitlets.Int(4, min=0, max=5)

    @traitlets.observe("sentence")
    def _other_tokens(self, change):
        if hasattr(self, "_controls"):
            try:
                last = len(self.read()[0]) - 1
            except TheirError:
                return
            self._controls["token"].values = list(range(last + 1))
            self.token = min(self.token, last)

    def controls(self):
        try:
            tokens = self.read()[0]
        except TheirError:
            tokens = [""]
        return {
            "sentence": widgets.Text(description="sentence", continuous_update=False),
            "token": Slider(range(len(tokens)), "token that looks", self._written),
            "layer": Slider(range(4), "layer"),
            "head": Slider(range(6), "head"),
        }

    def _written(self, token):
        try:
            return f"{token}: {self.read()[0][token].strip()}"
        except (TheirError, IndexError):
            return str(token)

    def read(self):
        """(n token texts, weights (n_layers, n_heads, n, n)) of the sentence. Raises TheirError where it
        can't be read."""
        try:
            tokens, weights = _looks(self.sentence)
        except ValueError as error:
            raise TheirError(str(error)) from None
        if not 1 <= len(tokens) <= LONGEST:
            raise TheirError(f"{len(tokens)} tokens: a sentence of 1 to {LONGEST} tokens can be drawn.")
        return tokens, weights

    def picture(self):
        tokens, weights = self.read()
        return draw_looks(tokens, weights[self.layer, self.head], min(self.token, len(tokens) - 1))

    def words(self):
        tokens, weights = self.read()
        rows = weights[:, :, min(self.token, len(tokens) - 1)]
        best = int(rows[self.layer, self.head].argmax())
        alike = int((rows.argmax(axis=-1) == best).sum())
        return (
            f"Layer {self.layer}, head {self.head}: one of 24. In {alike} of them this token looks most at "
            f"“{tokens[best].strip()}”; what the others look at is theirs."
        )


@lru_cache(maxsize=1)
def _whale():
    return load()


@lru_cache(maxsize=16)
def _looks(sentence):
    if not sentence:
        return [], None
    return looks(_whale(), sentence)
