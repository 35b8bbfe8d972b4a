"""What the checks of this lesson share."""

import numpy as np

from autograder.cost.attention import attention
from autograder.cost.long_texts import expect_growth_in_proportion, expect_no_bursts
from autograder.cost.witness import Witness
from autograder.kit.exercise import array, call, close, fail, note, suspecting
from autograder.kit.learners_cache import call_on_cache
from autograder.kit.verdict import CheckFailed


def how_many_cached(n):
    return "1 token cached" if n == 1 else f"{n} tokens cached"


def random_tokens(rng, n, d_k, d_v, dtype=np.float64):
    """Random Q (n, d_k), K (n, d_k), V (n, d_v)."""
    return [rng.normal(size=shape).astype(dtype) for shape in ((n, d_k), (n, d_k), (n, d_v))]


LONG, STEPS = 4_000, 8
"""Tokens in the cache when steps are looked at on a long text, in grading also from outside, and how many
steps."""


TOO_SLOW = 200_000
"""Counted steps of Python from which on such a step would take too long in a notebook."""


TEXTS_MIXED_UP = (
    "With one text at a time it was right. What does your code keep between two calls, other than the cache "
    "it is given, and whose is it?"
)


class LongText:
    """A cache with `n` tokens of random text, and calls for `t` tokens each that go on with it, each on new
    numbers."""

    def __init__(self, step, t, KVCache, rng, n, calls, d_k=12, d_v=8):
        self._step, self._t, self._at, self._rng = step, t, n, rng
        self._Q, self._K, self._V = random_tokens(rng, n + calls * t, d_k, d_v)
        self._cache = call(KVCache, d_k, d_v)
        shown = f"cache.append(k, v) with {n:,} tokens"
        call(self._cache.append, self._K[:n].copy(), self._V[:n].copy(), shown=shown)

    def go_on(self, checked=True):
        """The next call; its result must be right."""
        start, stop = self._at, self._at + self._t
        Q, K, V = self._Q[start:stop], self._K[start:stop], self._V[start:stop]
        shown = f"a call with {start:,} tokens cached"
        result = call_on_cache(self._step, Q.copy(), K.copy(), V.copy(), self._cache, shown=shown)
        self._at = stop
        result = array(result, shape=V.shape, what="the output")
        if checked:
            expected = attention(Q, self._K[:stop], self._V[:stop])
            close(result, expected, what="the output", inputs=f"{start:,} tokens cached")

    def go_on_looked_at_now_and_then(self):
        """The next call; nobody knows whether its result is looked at."""
        self.go_on(checked=self._rng.random() < 1 / 8)


def witnessed(step, t, counted, KVCache, rng, answer=None):
    """Calls for t tokens each, on a long cache: right, and, where it can be seen, as cheap as the Series
    `counted` lets expect.

    answer: the learner's step, for a look at how its time grows as well, and at a long run of steps if t is 1
    """
    witness, foretold = Witness(KVCache), counted.foretold(LONG)
    if not witness and foretold.python_steps > TOO_SLOW:
        return
    try:
        text = LongText(step, t, KVCache, rng, LONG, STEPS)
        if witness:
            witness.look()
        with suspecting(
            "ends_early",
            "With some hundred tokens it was right. Is there a number in your code beyond which it stops: "
            "a window, the size "
            "of a table, a dtype that counts to 127 or 255 only?",
        ):
            for _ in range(STEPS):
                text.go_on()
        if witness:
            witness.agrees(f"{STEPS} calls with {LONG:,} tokens cached", STEPS, foretold)
        if witness and witness.is_new(answer):
            _seen_to_grow(witness, step, t, KVCache, rng)
    except CheckFailed as failure:
        noted_if_recursion_ends(failure, witness)


def _seen_to_grow(witness, step, t, KVCache, rng):
    def wide(n, calls):
        return LongText(step, t, KVCache, rng, n, calls, d_k=48, d_v=40).go_on

    def narrow(n, calls):
        return LongText(step, t, KVCache, rng, n, calls).go_on_looked_at_now_and_then

    expect_growth_in_proportion(witness, wide, rng)
    if t == 1:
        expect_no_bursts(witness, narrow, rng)


def noted_if_recursion_ends(failure, witness):
    """A call on a long text that recursion for each token ends costs nothing; any other failure counts."""
    if failure.misconception != "calls_within_calls":
        raise failure
    if witness:  # right as far as it goes, but nobody has seen what it takes
        fail(failure.message, misconception=failure.misconception, diagnosable=False, needs_human=True)
    note(f"note: {failure.message}\nIn grading a person looks at an answer that stops there.")


def seen_in(cache, n):
    """What a cache of n tokens shows: its first n rows, and whether there are more of them."""
    keys, values = np.array(cache.keys), np.array(cache.values)
    return [keys[:n], len(keys) > n, values[:n], len(values) > n, min(len(cache), 2 * n + 1)]


def expect_finite(result, inputs):
    if not np.isfinite(result).all():
        fail(
            f"the output has {result[~np.isfinite(result)][0]} in it for {inputs}. "
            "Which step overflows or divides by zero? Print each one's largest and smallest number."
        )


def only_shape(result, watched, q, scores):
    pass
