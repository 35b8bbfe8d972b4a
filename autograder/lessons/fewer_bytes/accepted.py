"""accepted: which tokens of a draft are kept, and what stands behind them."""

from autograder.kit.exercise import another_type, aspect, call, exercise, fail, something, suspecting
from autograder.kit.misconception import known

BY_HAND = ([5, 2, 9, 4], [5, 2, 7, 4, 8])
"""The lesson's example: two guesses are right, the third is corrected."""


def _agreeing(draft, choices):
    """How many guesses are right before the first that is not."""
    return next((i for i, (guess, choice) in enumerate(zip(draft, choices)) if guess != choice), len(draft))


def kept(
    draft,
    choices,
    *,
    agreeing=_agreeing,
    guesses=lambda draft, choices, n: draft[:n],
    behind=lambda draft, choices, n: choices[n : n + 1],
):
    """accepted in exchangeable parts."""
    n = agreeing(draft, choices)
    return list(guesses(draft, choices, n)) + list(behind(draft, choices, n))


def _case(rng, n, right=None):
    """A draft of n guesses, of which the first `right` are the model's choices, over few tokens."""
    choices = [int(t) for t in rng.integers(4, size=n + 1)]
    draft = [int(t) for t in rng.integers(4, size=n)]
    if right is not None:
        draft[:right] = choices[:right]
        if right < n:
            draft[right] = (choices[right] + 1 + int(rng.integers(3))) % 4
    return draft, choices


def _probe(accepted, rng):
    for n in (3, 4, 5):
        for right in (0, 1, n - 1, n):
            draft, choices = _case(rng, n, right)
            got = accepted(list(draft), list(choices))
            yield type(got).__name__ if not isinstance(got, list) else [float(t) for t in got]
    yield accepted(*map(list, BY_HAND))


@exercise("accepted", probe=_probe, right=kept)
def accepted(accepted, *, rng):
    """A new list of the tokens to keep."""
    with aspect("shape", "a list of tokens"):
        _judge(accepted, *BY_HAND, compare=False)
    with aspect("equals", "the guesses up to the first wrong one, and the model's own choice in its place"):
        _judge(accepted, *BY_HAND)
        for n in (1, 2, 3, 5, 8):
            for right in range(n):
                _judge(accepted, *_case(rng, n, right))
    with aspect(
        "all_right", "if every guess is right, all are kept, and the model's choice behind them as well"
    ):
        for n in (1, 2, 4, 7):
            _judge(accepted, *_case(rng, n, n))
    with aspect("empty", "without a guess the model's own choice is left"):
        with suspecting("needs_guesses", "What is kept of a call in which nothing was guessed?"):
            _judge(accepted, [], [3])
    with aspect("equals", ""):
        for _ in range(40):  # tokens that occur twice, and guesses that would be right elsewhere
            _judge(accepted, *_case(rng, int(rng.integers(1, 7))))
        _judge(accepted, [0, 0, 0], [0, 0, 0, 0])
        _judge(accepted, [0, 1], [0, 0, 0])
    with aspect("inputs", "draft and choices are left as they were, and the list is a new one"):
        for n, right in ((4, 2), (3, 3), (3, 0), (0, 0)):
            _left_alone(accepted, *_case(rng, n, right))


def _judge(accepted, draft, choices, compare=True):
    shown = f"accepted({draft}, {choices})"
    got = call(
        accepted,
        list(draft),
        list(choices),
        shown=shown,
        advice=(
            "How long are the two lists, and which place does your last index mean if every guess is right?"
        ),
    )
    something(got, shown)
    if not isinstance(got, list):
        another_type(got, shown, "a list of tokens")
    if any(isinstance(t, (bool, float, list, tuple)) for t in got):
        fail(
            f"{shown} is {got}; expected a list of tokens, whole numbers.",
            misconception="another_type",
            diagnosable=False,
        )
    expected = kept(draft, choices)
    if compare and [int(t) for t in got] != expected:
        fail(f"{shown} is {[int(t) for t in got]}; expected {expected}.")
    return got


def _left_alone(accepted, draft, choices):
    given = list(draft), list(choices)
    got = call(accepted, *given, shown=f"accepted({draft}, {choices})")
    if given != (draft, choices):
        fail(
            "your code changed the draft or the choices: whoever called it still needs them.",
            misconception="changes_input",
        )
    if any(got is one for one in given):
        fail(
            f"accepted({draft}, {choices}) gives back the very list that it was given. Whoever adds a token "
            "to one of them changes both. list(…) around what you return makes a new one.",
            misconception="returns_its_input",
            diagnosable=False,
        )


def _anywhere(draft, choices, n):
    return [guess for guess, choice in zip(draft, choices) if guess == choice]


def _while_in(draft, choices):
    return next((i for i, guess in enumerate(draft) if guess not in choices), len(draft))


def _one_later(draft, choices):
    return next((i for i, guess in enumerate(draft) if guess != choices[i + 1]), len(draft))


def _until_one_is_right(draft, choices):
    return next((i for i, guess in enumerate(draft) if guess == choices[i]), len(draft))


def _up_to_the_last_right_one(draft, choices):
    return max((i + 1 for i, guess in enumerate(draft) if guess == choices[i]), default=0)


def _only_if_all(draft, choices):
    return len(draft) if _agreeing(draft, choices) == len(draft) else 0


def _nothing(draft, choices, n):
    return []


MISCONCEPTIONS = known(
    kept,
    (
        "no_token_behind_a_right_draft",
        {"behind": lambda draft, choices, n: choices[n : n + 1] if n < len(draft) else []},
        "If all guesses are right, yours keeps these and nothing behind them.",
        "Of which token is the last of the choices, and has the model worked it out already?",
    ),
    (
        "correction_dropped",
        [
            {"behind": lambda draft, choices, n: choices[n : n + 1] if n == len(draft) else []},
            {"behind": _nothing},
        ],
        "Yours keeps right guesses only: the model's own choice in place of the wrong one is thrown away.",
        "The model has read everything before the wrong guess. What does it say should stand there?",
    ),
    (
        "all_or_nothing",
        [
            {"agreeing": _only_if_all},
            {
                "agreeing": _only_if_all,
                "behind": lambda draft, choices, n: choices[n : n + 1] if n < len(draft) else [],
            },
            {
                "agreeing": _only_if_all,
                "behind": lambda draft, choices, n: choices[n : n + 1] if n == len(draft) else [],
            },
            {"agreeing": _only_if_all, "behind": _nothing},
        ],
        "Yours keeps the draft if all of it is right, and no guess of it otherwise.",
        "Three of four guesses are right, and then comes a wrong one. What is wrong with the first three?",
    ),
    (
        "keeps_right_guesses_behind_a_wrong_one",
        [
            {"guesses": _anywhere, "behind": behind}
            for behind in (
                lambda draft, choices, n: choices[n : n + 1],
                lambda draft, choices, n: choices[-1:],
                lambda draft, choices, n: choices[len(_anywhere(draft, choices, n)) :][:1],
                _nothing,
            )
        ],
        "Yours keeps every guess that equals the choice at its place, also behind a wrong one.",
        "What had the model read when it chose behind the wrong guess: the text as it will be, or another?",
    ),
    (
        "keeps_right_guesses_behind_a_wrong_one",
        [
            {"guesses": lambda draft, choices, n: choices, "behind": _nothing},
            {"guesses": lambda draft, choices, n: choices[:-1], "behind": _nothing},
        ],
        "Yours keeps all of the model's choices, also those behind a wrong guess.",
        "What had the model read when it chose behind the wrong guess: the text as it will be, or another?",
    ),
    (
        "found_anywhere",
        {"agreeing": _while_in},
        "Yours takes a guess for right if it stands anywhere among the choices.",
        "Which of the choices is about the place of guess 1?",
    ),
    (
        "compared_with_the_next_choice",
        [
            {"agreeing": _one_later},
            {"agreeing": _one_later, "behind": lambda draft, choices, n: choices[n + 1 : n + 2]},
            {"agreeing": _one_later, "guesses": lambda draft, choices, n: choices[:n]},
        ],
        "Yours compares each guess with the choice one place later.",
        "choices[0] is what the model picks in the place of which guess?",
    ),
    (
        "stops_at_the_first_right_one",
        {"agreeing": _until_one_is_right},
        "Yours keeps guesses up to the first that is right.",
        "At which guess should it stop?",
    ),
    (
        "keeps_right_guesses_behind_a_wrong_one",
        {"agreeing": _up_to_the_last_right_one},
        "Yours keeps everything up to the last right guess, wrong ones before it as well.",
        "What had the model read when it chose behind the wrong guess: the text as it will be, or another?",
    ),
    (
        "choice_behind_the_correction",
        {"behind": lambda draft, choices, n: choices[min(n + 1, len(draft)) :][:1]},
        "In the place of a wrong guess yours puts the choice one place later.",
        "choices[n] is what the model picks in the place of which guess?",
    ),
    (
        "first_guess_dropped",
        {"guesses": lambda draft, choices, n: draft[1:n]},
        "Yours leaves the first guess out.",
        "Is draft[0] a new token, or the newest one of the text?",
    ),
    (
        "takes_the_whole_draft",
        [
            {"agreeing": lambda draft, choices: len(draft)},
            {"agreeing": lambda draft, choices: len(draft), "behind": _nothing},
        ],
        "Yours keeps the whole draft, right or wrong.",
        "Whose text is written: the draft's, or the model's?",
    ),
    (
        "keeps_the_wrong_guess",
        [
            {"guesses": lambda draft, choices, n: draft[: n + 1], "behind": behind}
            for behind in (
                _nothing,
                lambda draft, choices, n: choices[n : n + 1],
                lambda draft, choices, n: choices[n + 1 : n + 2],
                lambda draft, choices, n: choices[n : n + 1] if n == len(draft) else [],
            )
        ],
        "Yours keeps the first wrong guess, too.",
        "What should stand in the place where the guess was wrong?",
    ),
    (
        "one_choice_too_many",
        {"behind": lambda draft, choices, n: choices[n : n + 2]},
        "Yours keeps one choice more behind the correction.",
        "Which token had the model read last when it made that choice, and is it part of the text?",
    ),
    (
        "last_choice_for_the_correction",
        {"behind": lambda draft, choices, n: choices[-1:]},
        "Behind the right guesses yours puts the last of the choices, whatever place it is about.",
        "If guess 2 is wrong, which of the choices belongs in its place?",
    ),
    (
        "last_guess_twice",
        {"behind": lambda draft, choices, n: choices[min(n, len(draft) - 1) :][:1]},
        "If all guesses are right, yours puts the last of them there once more, not the choice behind it.",
        "choices is one longer than draft. Which of its places is about the token behind the last guess?",
    ),
    (
        "one_guess_too_few",
        {"guesses": lambda draft, choices, n: draft[: max(n - 1, 0)]},
        "Yours keeps one right guess too few.",
        "If the first n guesses are right, what is draft[:n], and what draft[:n - 1]?",
    ),
)
