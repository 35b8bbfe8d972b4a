"""generation_seconds: fixed + per_token · n over lengths n_prompt + 1 … n_prompt + n_new, in closed form."""

from autograder.kit.closed_forms import as_number, at_once, formula_call, near
from autograder.kit.exercise import aspect, exercise, fail
from autograder.kit.misconception import Misconception, known, other_orders


def _generation_probe(generation_seconds, rng):
    """Seconds in eighths, exact in a float, so that rounding shows."""
    return [
        generation_seconds(
            *(int(n) for n in rng.integers(2, 30, size=2)), *(int(s) / 8 for s in rng.integers(1, 90, size=2))
        )
        for _ in range(4)
    ]


@exercise("generation_seconds", probe=_generation_probe)
def generation_seconds(generation_seconds, *, rng):
    """fixed + per_token · n over lengths n_prompt + 1 … n_prompt + n_new, in closed form."""
    names = "generation_seconds n_prompt n_new per_token fixed"
    with aspect("equals", "adds up the steps at lengths n_prompt + 1 … n_prompt + n_new"):
        for given in (
            (2, 3, 0.5, 1.0),
            (0, 1, 0.25, 0.0),
            (0, 5, 2.0, 3.0),
            (10, 1, 1.0, 0.5),
            (7, 4, 0.0, 0.125),
            (512, 100, 2e-8, 1e-3),
        ):
            near(generation_seconds, given, _generation(*given), names)
        for _ in range(5):
            n_prompt, n_new = (int(x) for x in rng.integers(0, 2000, size=2))
            given = n_prompt, n_new, float(rng.uniform(1e-8, 1e-6)), float(rng.uniform(1e-4, 1e-2))
            near(generation_seconds, given, _generation(*given), names)
    with aspect("empty", "no new token takes no time"):
        for n_prompt in (0, 7):
            result, shown = formula_call(generation_seconds, (n_prompt, 0, 1e-6, 1e-3), names)
            number = as_number(result, shown)
            if number != 0:
                fail(f"{shown} is {number:.6g}; expected 0.0: no step is taken.")
    with aspect("cost", "a billion new tokens take no longer than ten"):
        at_once(generation_seconds, (5, 100, 2e-8, 1e-3), names, "n_new")
        for given in ((1000, 10**9, 2e-8, 1e-3), (10**9 + 1, 10**12, 1e-9, 1e-2)):
            near(generation_seconds, given, _generation(*given), names)


def _generation(n_prompt, n_new, per_token, fixed):
    return n_new * fixed + per_token * (n_new * n_prompt + n_new * (n_new + 1) // 2)


def _generation_seconds_in_parts(
    n_prompt,
    n_new,
    per_token,
    fixed,
    *,
    lengths=lambda p, new: range(p + 1, p + new + 1),
    fixed_times=lambda p, new: new,
    shown=lambda seconds: seconds,
):
    return shown(fixed * fixed_times(n_prompt, n_new) + per_token * sum(lengths(n_prompt, n_new)))


def _in_closed_form(n_prompt, n_new, per_token, fixed):
    """The same for numbers of any kind, also where arguments have changed places."""
    return n_new * fixed + per_token * (n_new * n_prompt + n_new * (n_new + 1) / 2)


MISCONCEPTIONS = known(
    _generation_seconds_in_parts,
    (
        "starts_at_prompt",
        {"lengths": lambda p, new: range(p, p + new)},
        "Your steps have the lengths n_prompt … n_prompt + n_new − 1, one less each than they should.",
        "A step attends to its own token, too. How long is the sequence in the first step after the prompt?",
    ),
    (
        "one_step_too_many",
        [
            {"lengths": lambda p, new: range(p, p + new + 1), "fixed_times": fixed_times}
            for fixed_times in (lambda p, new: new, lambda p, new: new + 1)
        ],
        "Your sum has a step of length n_prompt more.",
        "How many steps are there, and how long is the first?",
    ),
    *(
        (
            "one_step_too_far",
            {"lengths": lambda p, new: range(p + 1, p + new + 2), "fixed_times": fixed_times},
            "Your sum goes one step too far.",
            "How many whole numbers are there from n_prompt + 1 to n_prompt + n_new?",
        )
        for fixed_times in (lambda p, new: new, lambda p, new: new + 1)
    ),
    (
        "prompt_forgotten",
        {"lengths": lambda p, new: range(1, new + 1)},
        "Your steps have the lengths 1 … n_new, as if there were no prompt.",
        "What does the first new token attend to, besides itself?",
    ),
    *(
        (
            "prompt_written_too",
            {"lengths": lambda p, new: range(1, p + new + 1), "fixed_times": fixed_times},
            "Your sum has a step for every token of the prompt as well.",
            "The prompt is read, not written. Which lengths belong to new tokens?",
        )
        for fixed_times in (lambda p, new: new, lambda p, new: p + new)
    ),
    (
        "prompt_alone",
        {"lengths": lambda p, new: [p] * new},
        "All your steps have the length of the prompt.",
        "How long is the sequence after ten new tokens?",
    ),
    (
        "final_length_always",
        {"lengths": lambda p, new: [p + new] * new},
        "All your steps have the final length; or your sum of 1 … n_new is n_new².",
        "How long is the sequence in the very first step? And what does your formula give for 1 + 2 + 3?",
    ),
    (
        "all_tokens_once",
        {"lengths": lambda p, new: [p + new]},
        "You paid per_token once for every token there is, as if one step did it all.",
        "Each step goes through everything cached again. How often is the first token of the prompt read?",
    ),
    (
        "new_tokens_only",
        {"lengths": lambda p, new: [new]},
        "You paid per_token once for each new token.",
        "per_token is the time for one cached token in one step. How many cached tokens "
        "does a step go through?",
    ),
    (
        "half_square",
        {"lengths": lambda p, new: [new * p + new * new / 2]},
        "Your sum of 1 … n_new is n_new² / 2.",
        "1 + 2 + 3 is 6. What does your formula give for it?",
    ),
    (
        "fixed_for_prompt_too",
        {"fixed_times": lambda p, new: p + new},
        "You paid the fixed part for every token of the prompt as well.",
        "How many steps are taken, and what does each pay?",
    ),
    (
        "fixed_for_every_token",
        {"fixed_times": lambda p, new: sum(range(p + 1, p + new + 1))},
        "You paid the fixed part for every cached token of every step.",
        "What does a step pay once, whatever its length?",
    ),
    (
        "milliseconds",
        {"shown": lambda seconds: 1000 * seconds},
        "Your time is in milliseconds.",
        "In which unit are per_token and fixed given?",
    ),
    (
        "fixed_once",
        {"fixed_times": lambda p, new: 1 if new else 0},
        "You paid the fixed part once.",
        "The fixed part of a step reads all weights. How often are they read?",
    ),
    (
        "fixed_forgotten",
        {"fixed_times": lambda p, new: 0},
        "Your time has no fixed part.",
        "What does a step cost that has nothing to do with its length?",
    ),
    (
        "prompt_counted_once",
        {"lengths": lambda p, new: [p, new * (new + 1) // 2]},
        "Your sum has the tokens of the prompt once.",
        "How many of the n_new steps go through the prompt's keys and values?",
    ),
    *(
        (
            "odd_count_halved",
            {"lengths": lengths},
            "Your time is what comes out if half the number of steps is rounded down.",
            "Try n_new = 3: how many pairs are there? Where may you divide by 2, so that nothing gets lost?",
        )
        for lengths in (
            lambda p, new: [new * p, new // 2 * (new + 1)],
            lambda p, new: [new // 2 * (2 * p + new + 1)],
        )
    ),
    *(
        (
            "whole_seconds",
            {"shown": shown},
            "Your time is a whole number of seconds.",
            "What does int(…), round(…) or // make of 2.5?",
        )
        for shown in (int, round)
    ),
    (
        "odd_sum_halved",
        {"lengths": lambda p, new: [(2 * p + new + 1) // 2] * new},
        "Your time is what comes out if the mean length is rounded down.",
        "Try n_prompt = 0 and n_new = 2: which lengths are these, and what is their mean? "
        "Where may you divide by 2?",
    ),
    (
        "sum_not_halved",
        {"lengths": lambda p, new: [new * (2 * p + new + 1)]},
        "Your sum of the lengths is twice what it should be.",
        "How many pairs do the n_new lengths make?",
    ),
    (
        "first_length_always",
        {"lengths": lambda p, new: [p + 1] * new},
        "All your steps have the length of the first one.",
        "How long is the sequence after ten new tokens?",
    ),
    (
        "one_fixed_too_many",
        {"fixed_times": lambda p, new: new + 1},
        "You paid the fixed part once more than there are steps.",
        "How many steps do n_new tokens take?",
    ),
    (
        "counted_from_length_1",
        {"lengths": lambda p, new: [(1 + p + new) / 2] * new},
        "Your mean length is that of all lengths from 1 on.",
        "How long is the sequence in the first step after the prompt?",
    ),
)


MISCONCEPTIONS += [
    Misconception(
        "rounded_down",
        (formula,),
        "Part of your time is rounded down to a whole number.",
        "What does // make of 2.5 seconds? Which of your numbers are whole, and may be halved by //?",
    )
    for formula in (
        lambda p, new, per_token, fixed: new * fixed + per_token * new * (2 * p + new + 1) // 2,
        lambda p, new, per_token, fixed: new * fixed + per_token * (2 * p + new + 1) // 2 * new,
    )
]


MISCONCEPTIONS += other_orders(_in_closed_form, "n_prompt n_new per_token fixed")
