"""Can one see from noisy times whether a cost grows in a straight line?"""

import ipywidgets as widgets
import numpy as np
import traitlets

from ..figures import draw_growth_guess
from .choice import Choice
from .explorer import Explorer
from .slider import Slider

LENGTHS = np.array([64, 128, 256, 384, 512, 768, 1024])
# What a step may cost, in multiply-adds, at d = 64.
GROWTHS = {
    "constant": lambda n: 0 * n + 200_000,
    "linear": lambda n: 128 * n + 20_000,
    "n log n": lambda n: 24 * n * np.log2(n),
    "quadratic": lambda n: 0.16 * n**2 + 60 * n + 20_000,
}


class GrowthGuesser(Explorer):
    """Guess the growth of a step from noisy times, then see the counts.

    puzzle : number of the puzzle, decides growth and noise; guess : a name of GROWTHS or None; noise : the
    spread of the times, 0 … 1; revealed : whether the counts are shown
    """

    question = "From these times alone: how does the cost of a step grow?"
    puzzle = traitlets.Int(1, min=1)
    noise = traitlets.Float(0.25, min=0, max=0.6)
    guess = traitlets.Enum(list(GROWTHS), default_value=None, allow_none=True)
    revealed = traitlets.Bool(False)

    def controls(self):
        return {
            "puzzle": widgets.BoundedIntText(min=1, max=99, description="puzzle"),
            "noise": Slider(
                [twentieth / 20 for twentieth in range(13)], "noise of the machine", "{:.0%}".format
            ),
            "guess": Choice(GROWTHS, "your guess"),
            "revealed": widgets.Checkbox(description="reveal the counts"),
        }

    @traitlets.observe("puzzle")
    def _next_puzzle(self, change):
        self.revealed, self.guess = False, None

    def growth(self):
        """The name of the growth behind this puzzle."""
        names = list(GROWTHS)
        return names[np.random.default_rng(self.puzzle).integers(len(names))]

    def counts(self):
        """(m,) multiply-adds at LENGTHS."""
        return GROWTHS[self.growth()](LENGTHS)

    def times(self):
        """(m,) seconds at LENGTHS: the counts at a fixed rate, lengthened by what else the machine was
        doing."""
        spread = np.random.default_rng([self.puzzle, 1]).exponential(size=len(LENGTHS))
        return self.counts() * 2e-10 * (1 + self.noise * spread)

    def picture(self):
        return draw_growth_guess(
            LENGTHS, self.times(), *((self.counts(), self.growth()) if self.revealed else ())
        )

    def words(self):
        if not self.revealed:
            if self.guess is None:
                return "Choose a guess, then reveal the counts. With more noise, does your certainty change?"
            return f"Your guess: {self.guess}. Reveal the counts to see what the times were hiding."
        if self.guess is None:
            return f"The counts say {self.growth()}. Counts carry no noise, so they decide."
        if self.guess == self.growth():
            return (
                f"The counts say {self.growth()}, as you guessed. Would you have bet on "
                "it at twice the noise?"
            )
        return (
            f"You guessed {self.guess}; the counts say {self.growth()}. Over these lengths the two look "
            "alike in times, and only counts tell them apart."
        )
