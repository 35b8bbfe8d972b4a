"""What goes wrong in lesson 01.

Attention is put together from parts (scale, mask, softmax …); a misconception replaces some of them,
so that two at once can be recognised too.
"""

from functools import partial

import numpy as np

from autograder.misconceptions.misconception import Misconception

KNOWN = []


def known(id, exercise, answer, sentence, question):
    KNOWN.append(Misconception(id, exercise, (answer,), sentence, question))


def attention(Q, K, V, *, scale=lambda Q: np.sqrt(Q.shape[1]), allowed=lambda n: np.tri(n, dtype=bool),
              fill=-np.inf, normalise=lambda s: _softmax(s, -1), after=lambda weights, allowed: weights):
    """Causal attention in exchangeable parts. Q, K (n, d_k), V (n, d_v) -> (n, d_v)."""
    mask = allowed(len(Q))
    scores = np.where(mask, Q @ K.T / scale(Q), fill)
    return after(normalise(scores), mask) @ V


def _softmax(scores, axis):
    exps = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return exps / exps.sum(axis=axis, keepdims=True)


for wrong_id, parts, sentence, question in (
    ("no_mask", {"allowed": lambda n: np.ones((n, n), dtype=bool)},
     "Your output is what attention gives without a mask: every token looks at all tokens.",
     "Which keys may query 0 use, and where in your code does it lose the others?"),
    ("inverted_mask", {"allowed": lambda n: ~np.tri(n, k=-1, dtype=bool)},
     "Your output is what attention gives with the mask upside down: each token sees itself and the future.",
     "Print your mask for 3 tokens. Does True mean 'may look' or 'must not look' where you use it?"),
    ("sees_next_token", {"allowed": lambda n: np.tri(n, k=1, dtype=bool)},
     "Your output is what attention gives when each token also sees the next one.",
     "When token i is written, does token i + 1 exist yet? Look at the diagonal of your mask."),
    ("no_scale", {"scale": lambda Q: 1.0},
     "Your output is what attention gives without dividing the scores.",
     "What happens to the size of q · k as d_k grows, and what in the formula undoes that?"),
):
    known(wrong_id, "causal_attention", partial(attention, **parts), sentence, question)
