"""What the checks of this lesson share."""

import numpy as np

from autograder.cost.attention import attention
from autograder.cost.witness import Witness
from autograder.kit.exercise import array, call, close, fail, note
from autograder.kit.learners_cache import call_on_cache
from autograder.kit.verdict import CheckFailed


def how_many_cached(n):
    return "1 token cached" if n == 1 else f"{n} tokens cached"


def random_tokens(rng, n, d_k, d_v, dtype=np.float64):
    """Random Q (n, d_k), K (n, d_k), V (n, d_v)."""
    return [rng.normal(size=shape).astype(dtype) for shape in ((n, d_k), (n, d_k), (n, d_v))]


LONG, STEPS = 4_000, 8
"""Tokens in the cache when steps are looked at on a long text, in grading also from outside, and how many steps."""


TOO_SLOW = 200_000
"""Counted steps of Python from which on such a step would take too long in a notebook."""


def witnessed(step, t, counted, KVCache, rng):
    """Calls for t tokens each, on a long cache: right, and, where it can be seen, as cheap as the Series `counted` lets expect."""
    witness, foretold = Witness(KVCache), counted.foretold(LONG)
    if not witness and foretold.python_steps > TOO_SLOW:
        return
    Q, K, V = random_tokens(rng, LONG + STEPS * t, 12, 8)
    cache = call(KVCache, 12, 8)
    call(cache.append, K[:LONG].copy(), V[:LONG].copy(), shown=f"cache.append(k, v) with {LONG:,} tokens")
    if witness:
        witness.look()
    for start in range(LONG, len(K), t):
        new = slice(start, start + t)
        try:
            result = call_on_cache(
                step,
                Q[new].copy(),
                K[new].copy(),
                V[new].copy(),
                cache,
                shown=f"a call with {start:,} tokens cached",
            )
        except CheckFailed as failure:
            noted_if_recursion_ends(failure, witness)
            return
        close(
            array(result, shape=(t, 8), what="the output"),
            attention(Q[new], K[: new.stop], V[: new.stop]),
            what="the output",
            inputs=f"{start:,} tokens cached",
        )
    if witness:
        witness.agrees(f"{STEPS} calls with {LONG:,} tokens cached", STEPS, foretold)


def noted_if_recursion_ends(failure, witness):
    """A call on a long text that recursion for each token ends costs nothing; any other failure counts."""
    if failure.misconception != "calls_within_calls":
        raise failure
    if witness:  # right as far as it goes, but nobody has seen what it takes
        fail(failure.message, misconception=failure.misconception, diagnosable=False, needs_human=True)
    note(f"note: {failure.message}")


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
