"""speedup: how many times as fast as one token a call, if a call with guesses costs more and guesses cost
something."""

from autograder.kit.closed_forms import near
from autograder.kit.exercise import aspect, exercise
from autograder.kit.misconception import Misconception, known, other_orders

NAMES = "speedup alpha k call_cost draft_cost"


def _tokens(alpha, k):
    return float(sum(alpha**i for i in range(k + 1)))


def _in_parts(
    alpha,
    k,
    call_cost,
    draft_cost,
    *,
    tokens=_tokens,
    cost=lambda k, call_cost, draft_cost: call_cost + k * draft_cost,
    ratio=lambda tokens, cost: tokens / cost,
):
    """Tokens a call over what a call costs with its guesses, in exchangeable parts."""
    return ratio(tokens(alpha, k), cost(k, call_cost, draft_cost))


def _sizes(rng):
    return (
        float(rng.uniform(0.1, 0.9)),
        int(rng.integers(2, 9)),
        float(rng.uniform(1.1, 2)),
        float(rng.uniform(0.05, 0.5)),
    )


def _probe(speedup, rng):
    for _ in range(4):
        yield speedup(*_sizes(rng))


@exercise("speedup", probe=_probe, uses=("tokens_a_call",))
def speedup(speedup, *, rng):
    """Tokens of a call over its cost and that of its guesses."""
    with aspect("equals", "tokens a call, over what the call and its k guesses cost"):
        for given in ((0.7, 4, 1.0, 0.1), (0.81, 4, 1.65, 0.02), (0.5, 1, 1.2, 0.05)):
            near(speedup, given, _in_parts(*given), NAMES)
        for _ in range(4):
            given = (
                float(rng.uniform(0.5, 0.9)),
                int(rng.integers(2, 9)),
                *rng.uniform((1.1, 0.01), (1.3, 0.06)),
            )
            near(speedup, given, _in_parts(*given), NAMES)
    with aspect("free", "guesses that cost nothing, calls that cost no more than one token: tokens a call"):
        for alpha, k in ((0.33, 4), (0.0, 3), (0.6, 1)):
            near(speedup, (alpha, k, 1.0, 0.0), _tokens(alpha, k), NAMES)
    with aspect("always", "a draft that is always right makes k + 1 tokens a call"):
        for k, call_cost, draft_cost in ((4, 1.5, 0.1), (1, 1.0, 0.0)):
            near(speedup, (1.0, k, call_cost, draft_cost), (k + 1) / (call_cost + k * draft_cost), NAMES)
    with aspect("slower", "it may come out below 1: guessing can lose"):
        for given in ((0.36, 4, 1.65, 0.0), (0.1, 8, 2.0, 0.3), *(_sizes(rng) for _ in range(4))):
            near(speedup, given, _in_parts(*given), NAMES)


MISCONCEPTIONS = [
    *known(
        _in_parts,
        (
            "guesses_are_free",
            {"cost": lambda k, call_cost, draft_cost: call_cost},
            "Your formula leaves out what the guesses cost.",
            "Who made the k guesses, and how long did that take?",
        ),
        (
            "one_guess_paid",
            {"cost": lambda k, call_cost, draft_cost: call_cost + draft_cost},
            "Your formula pays for one guess, whatever k is.",
            "draft_cost is the cost of one guess. How many are made for a call?",
        ),
        (
            "one_guess_too_many_paid",
            {"cost": lambda k, call_cost, draft_cost: call_cost + (k + 1) * draft_cost},
            "Your formula pays for k + 1 guesses.",
            "The call reads k + 1 tokens. How many of them were guessed?",
        ),
        (
            "two_calls_paid",
            {"cost": lambda k, call_cost, draft_cost: 1 + call_cost + k * draft_cost},
            "Your formula pays for a call with one token besides the one that checks.",
            "How many calls of the model does a draft take to be checked?",
        ),
        (
            "call_paid_for_each_token",
            [
                {"cost": lambda k, call_cost, draft_cost: (k + 1) * call_cost + k * draft_cost},
                {"cost": lambda k, call_cost, draft_cost: k * (call_cost + draft_cost)},
                {"cost": lambda k, call_cost, draft_cost: (k + 1) * (call_cost + draft_cost)},
                {"cost": lambda k, call_cost, draft_cost: k * call_cost + k * draft_cost},
                {"cost": lambda k, call_cost, draft_cost: (k + 1) * call_cost},
            ],
            "Your formula pays for the call once a token.",
            "call_cost is what one call with k + 1 tokens costs. How many such calls check a draft?",
        ),
        (
            "guesses_taken_off",
            {"cost": lambda k, call_cost, draft_cost: call_cost - k * draft_cost},
            "Your formula takes the cost of the guesses away from that of the call.",
            "The guesses are made first, then comes the call. How do two times add up?",
        ),
        (
            "costs_multiplied",
            [
                {"cost": lambda k, call_cost, draft_cost: call_cost * (1 + k * draft_cost)},
                {"cost": lambda k, call_cost, draft_cost: call_cost * k * draft_cost},
                {"cost": lambda k, call_cost, draft_cost: call_cost * draft_cost},
            ],
            "Your formula multiplies the cost of the call by that of the guesses.",
            "The guesses are made first, then comes the call. How do two times add up?",
        ),
        (
            "call_costs_one",
            [
                {"cost": lambda k, call_cost, draft_cost: 1 + k * draft_cost},
                {"cost": lambda k, call_cost, draft_cost: k * draft_cost},
            ],
            "Your formula does not look at call_cost.",
            "What does a call with k + 1 tokens cost here, in calls with one?",
        ),
        (
            "slowdown",
            {"ratio": lambda tokens, cost: cost / tokens},
            "Your number is the time of a token, the other way round.",
            "Is a higher speed-up better or worse?",
        ),
        (
            "never_below_1",
            {"ratio": lambda tokens, cost: max(1.0, tokens / cost)},
            "Your number is never below 1.",
            "If a call with guesses takes twice as long and nearly all guesses are wrong, how fast is that?",
        ),
        (
            "tokens_forgotten",
            {"tokens": lambda alpha, k: 1.0},
            "Your formula leaves out how many tokens a call makes.",
            "What does the time of a call buy?",
        ),
        (
            "costs_subtracted",
            {"ratio": lambda tokens, cost: tokens - cost},
            "Your formula takes the cost away from the tokens.",
            "How many times as fast: is that a difference or a ratio?",
        ),
        (
            "tokens_times_cost",
            {"ratio": lambda tokens, cost: tokens * cost},
            "Your formula multiplies tokens by cost.",
            "If a call took twice as long, would the speed-up grow or shrink?",
        ),
        (
            "last_token_left_out",
            {"tokens": lambda alpha, k: sum(alpha**i for i in range(k))},
            "The tokens a call in your formula leave out the one behind a draft that is "
            "right from end to end.",
            "If all k guesses are right, how many tokens does the call make?",
        ),
        (
            "own_token_left_out",
            {"tokens": lambda alpha, k: sum(alpha**i for i in range(1, k + 1))},
            "The tokens a call in your formula are accepted guesses only.",
            "If the first guess is wrong, how many tokens does the call make?",
        ),
        (
            "every_guess_by_itself",
            [{"tokens": lambda alpha, k: 1 + alpha * k}, {"tokens": lambda alpha, k: alpha * k}],
            "Your formula takes every guess for itself, as if one could be kept behind a wrong one.",
            "With what probability are the first two guesses both right?",
        ),
        (
            "most_there_could_be",
            [{"tokens": lambda alpha, k: k + 1.0}, {"tokens": lambda alpha, k: float(k)}],
            "Your formula takes every guess for right: alpha does not matter in it.",
            "How many tokens does a call make if the guesses are bad?",
        ),
        (
            "one_guess_paid",
            {"cost": lambda k, call_cost, draft_cost: call_cost + draft_cost / k},
            "Your formula divides the cost of a guess by k.",
            "draft_cost is the cost of one guess. How many are made for a call?",
        ),
    ),
    Misconception(
        "accepted_guesses_paid",
        (lambda alpha, k, call_cost, draft_cost: _tokens(alpha, k) / (call_cost + alpha * k * draft_cost),),
        "Your formula pays for a part alpha of the guesses.",
        "Does a guess that turns out wrong cost less?",
    ),
    Misconception(
        "accepted_guesses_paid",
        (
            lambda alpha, k, call_cost, draft_cost: (
                _tokens(alpha, k) / (call_cost + _tokens(alpha, k) * draft_cost)
            ),
        ),
        "Your formula pays for the tokens that are kept.",
        "Does a guess that turns out wrong cost less?",
    ),
    Misconception(
        "parentheses_missing",
        (lambda alpha, k, call_cost, draft_cost: _tokens(alpha, k) / call_cost + k * draft_cost,),
        "Your tokens are divided by the cost of the call alone, and that of the guesses is added.",
        "In a / b + c, what is divided by what? Do dearer guesses make it faster?",
    ),
    *other_orders(
        _in_parts,
        "alpha k call_cost draft_cost",
        only=["alpha k draft_cost call_cost"],
    ),
]
