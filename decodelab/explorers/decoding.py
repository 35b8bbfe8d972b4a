"""What does one decode step read, write and work out?"""

import traitlets

from ..figures import draw_cache_growth
from .explorer import Explorer
from .slider import Slider


class DecodeStepper(Explorer):
    """Step through the writing of a text: what is read, written and worked out, with a cache and without.

    n_steps : steps in the picture; step : the one reached, 0 … n_steps−1
    """

    question = "What does one more step read, write and work out?"
    n_steps = traitlets.Int(10, min=1, max=24)
    step = traitlets.Int(4, min=0)

    @traitlets.validate("step")
    def _step_exists(self, proposal):
        return min(proposal.value, self.n_steps - 1)

    def controls(self):
        return {"step": Slider(range(self.n_steps), "step", pace=700)}

    def picture(self):
        return draw_cache_growth(self.n_steps, self.step)

    def words(self):
        past, now = self.step, self.step + 1
        if not past:
            return (
                "Step 0, with a cache and without: works out 1 key and 1 value, and "
                "compares 1 query with 1 key."
            )
        return (
            f"Step {past}, with a cache: works out 1 key and 1 value, reads {past} of each from the cache, "
            f"and compares 1 query with {now} keys. Without: works out all {now} keys and values again and "
            f"compares {now} queries with them: {now * now} dot products, of which the mask keeps "
            f"{now * (now + 1) // 2}, and of their rows one is new."
        )
