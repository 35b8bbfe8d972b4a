"""What guessing ahead brings: how a text comes about, call by call, and how many times as fast that is.

The greedy text of a model does not depend on who guesses. So what becomes of a draft can be worked out from a
text that is there already: each guess is compared with it. After Leviathan et al. 2023 (arXiv 2211.17192).
"""

from dataclasses import dataclass

RIDGE_POINT = 295
"""Tokens that an H100 computes while it reads the weights once (lesson 05)."""

WHALE_CALL = {2: 1.45, 3: 1.65, 5: 1.65, 9: 2.0}
"""What a call of the whale with so many tokens takes, in calls with one, on one core of the machine it was
written on."""


@dataclass(frozen=True)
class Call:
    """What one call of the model added: `right` guesses, then a token of the model's own; wrong: whether that
    stands in a guess's place."""

    right: int
    wrong: bool


def accepted(draft, choices):
    """The guesses up to the first that the model does not pick, and the model's own choice there."""
    n = next((i for i, (guess, choice) in enumerate(zip(draft, choices)) if guess != choice), len(draft))
    return [*draft[:n], choices[n]]


def calls_of(propose, tokens, n_prompt, k):
    """The Calls by which tokens[n_prompt:], the greedy text after a prompt, comes about with this draft and k
    guesses a call."""
    at, calls = n_prompt, []
    while at < len(tokens):
        draft = propose(tokens[:at], min(k, len(tokens) - at - 1))
        kept = accepted(draft, tokens[at : at + len(draft) + 1])
        calls.append(Call(len(kept) - 1, len(kept) <= len(draft)))
        at += len(kept)
    return calls


def tokens_a_call(alpha, k):
    """Expected tokens of a call with k guesses, each accepted with probability alpha if those before it
    were."""
    return sum(alpha**i for i in range(k + 1))


def speedup(alpha, k, call_cost, draft_cost):
    """How many times as fast as one token a call, if a call costs `call_cost` single ones and a guess
    `draft_cost`."""
    return tokens_a_call(alpha, k) / (call_cost + k * draft_cost)


def call_cost(readers, tokens, ridge=RIDGE_POINT):
    """What a call with so many tokens for each of `readers` texts takes on a roofline, in calls with one
    token each: below the ridge point the weights are waited for, beyond it the arithmetic."""
    return max(readers * tokens / ridge, 1) / max(readers / ridge, 1)


def whale_call_cost(tokens):
    """The same of the whale on a CPU, between what was measured, and on along the last line beyond."""
    known = [(1, 1.0), *WHALE_CALL.items()]
    (t0, c0), (t1, c1) = next(
        ((a, b) for a, b in zip(known, known[1:]) if tokens <= b[0]), (known[-2], known[-1])
    )
    return c0 + (c1 - c0) * (tokens - t0) / (t1 - t0)
