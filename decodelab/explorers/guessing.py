"""Two questions about guessing ahead: whose words does a text get, and how many guesses are best?"""

from functools import lru_cache

import traitlets

from ..designs import KVCache
from ..drafts import bigram, first_blocks, prompt_lookup, trigram
from ..figures import draw_guesses, draw_speedups
from ..model import greedy, load
from ..serving_rehearsal import our_block_step
from ..speculation import call_cost, calls_of, speedup, tokens_a_call, whale_call_cost
from .explorer import Explorer
from .menu import Menu
from .slider import Slider

WRITTEN = 100
"""Tokens that the whale writes after a prompt."""

PROMPTS = (
    "The whale was seen again in the morning, and the ship",
    "Queequeg was a native of an island far away to the West",
    '"There she blows!" cried the man at the mast-head, and',
)

DRAFTS = {
    "table of the last token, 4 kB": lambda model: bigram(),
    "table of the last two tokens, 64 kB": lambda model: trigram(),
    "looking it up in the text itself": lambda model: prompt_lookup(),
    "the whale's own first block": first_blocks,
}

READERS = {"one reader": 1, "64 readers": 64, "256 readers": 256}
"""Texts in a step of an accelerator whose ridge point is 295 tokens."""


@lru_cache(maxsize=1)
def _whale():
    return load()


@lru_cache(maxsize=len(PROMPTS))
def _text(prompt):
    """(tokens of the prompt and of what the whale writes after it, tokens of the prompt)"""
    model, tokens = _whale(), _whale().encode(prompt)
    n_prompt, caches = len(tokens), [KVCache(model.d_model, model.d_model) for _ in model.blocks]
    while len(tokens) < n_prompt + WRITTEN:
        x = model.embed(tokens[len(caches[0]) :])
        position = len(caches[0])
        for block, cache in zip(model.blocks, caches):
            x = our_block_step(x, block, cache, position)
        tokens.append(greedy(model.read_out(x[-1])))
    return tokens, n_prompt


@lru_cache(maxsize=64)
def _calls(prompt, draft, k):
    return calls_of(DRAFTS[draft](_whale()), *_text(prompt), k)


class GuessExplorer(Explorer):
    """The whale's text, token by token: which were guessed, and which guesses were replaced.

    prompt : what the text goes on from; draft : who guesses; k : guesses a call
    """

    question = "Who guesses best, and where in a text?"
    prompt = traitlets.Enum(PROMPTS, PROMPTS[0])
    draft = traitlets.Enum(tuple(DRAFTS), "table of the last two tokens, 64 kB")
    k = traitlets.Int(4, min=1, max=8)

    def controls(self):
        return {
            "prompt": Menu(PROMPTS, "prompt", lambda text: f"{text[:32]} …"),
            "draft": Menu(DRAFTS, "draft"),
            "k": Slider((1, 2, 3, 4, 6, 8), "guesses a call"),
        }

    def calls(self):
        """[Call, …] of the present state."""
        return _calls(self.prompt, self.draft, self.k)

    def picture(self):
        (tokens, at), shown = _text(self.prompt), []
        for call in self.calls():
            end = at + call.right
            texts = [_whale().decode([token]) for token in tokens[at : end + 1]]
            shown.append([(text, "guess") for text in texts[:-1]])
            shown[-1].append((texts[-1], "instead" if call.wrong else "own"))
            at = end + 1
        return draw_guesses(self.prompt, shown)

    def words(self):
        calls = self.calls()
        kept, replaced = sum(call.right for call in calls), sum(call.wrong for call in calls)
        share = f"{kept / (kept + replaced):.0%}" if kept + replaced else "none"
        return (
            f"{WRITTEN} tokens in {len(calls)} calls, {WRITTEN / len(calls):.2f} a call. Of the guesses "
            f"that were looked at, {share} were the whale's own choice."
        )


class SpeedupExplorer(Explorer):
    """Speed-up against the number of guesses, for accelerators with one reader and many, and for the whale on
    a CPU.

    alpha : how often a guess is accepted, if those before it were; draft_cost : of a guess, in calls with one
            token
    """

    question = "How many guesses a call are best, and when do they never pay?"
    alpha = traitlets.Float(0.7, min=0, max=1)
    draft_cost = traitlets.Float(0.0, min=0, max=1)

    def controls(self):
        return {
            "alpha": Slider(
                (0.1, 0.2, 0.33, 0.5, 0.6, 0.7, 0.8, 0.9), "a guess is accepted", "{:.0%}".format
            ),
            "draft_cost": Slider((0.0, 0.02, 0.05, 0.1, 0.2), "cost of a guess, in calls", "{:g}".format),
        }

    def lines(self):
        """(guesses, {name: speed-up at each})"""
        guesses = list(range(1, 11))
        costs = {name: [call_cost(readers, k + 1) for k in guesses] for name, readers in READERS.items()} | {
            "the whale, CPU": [whale_call_cost(k + 1) for k in guesses]
        }
        return guesses, {
            name: [speedup(self.alpha, k, cost, self.draft_cost) for k, cost in zip(guesses, line)]
            for name, line in costs.items()
        }

    def picture(self):
        return draw_speedups(*self.lines(), self.alpha)

    def words(self):
        return (
            f"With 4 guesses a call makes {tokens_a_call(self.alpha, 4):.2f} tokens on average, without an "
            f"end of guesses {1 / (1 - self.alpha):.2f}. "
            if self.alpha < 1
            else "Every guess is right. "
        ) + "Accelerators are counted: 295 tokens are computed while the weights are read."
