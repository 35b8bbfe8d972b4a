"""find_leaks: set of (i, j), j > i, where output row i of a black box depends on token j."""

import numpy as np

from autograder.kit.exercise import another_type, aspect, call, exercise, fail, something
from autograder.kit.misconception import Misconception, known
from autograder.lessons.masked_attention import leaking_boxes
from autograder.lessons.masked_attention.probing import expect_pair


def _leaks_probe(find_leaks, rng):
    for box in leaking_boxes.boxes(4, 3):
        if not box.mistake:  # those that have one say themselves what is wrong with a test that misses them
            yield set(find_leaks(box.attention, 4, 3))


@exercise("find_leaks", probe=_leaks_probe)
def find_leaks(find_leaks, *, rng):
    """Set of (i, j), j > i, where output row i of a black box depends on token j."""
    with aspect("equals", "finds every leak of the black boxes and sees none where there is none"):
        longest = int(rng.integers(4, 6))
        for n, d, count in (
            (longest, 3, None),
            (2, 5, 3),
            (1, 2, 1),
        ):  # few and short: each call of a box crosses the grader's pipe
            boxes, found = leaking_boxes.boxes(n, d)[:count], {}
            for index in rng.permutation(len(boxes)):  # who counts calls can't know which box is whose
                leaks = call(
                    find_leaks, boxes[index].attention, n, d, shown=f"find_leaks(attention, {n}, {d})"
                )
                found[index] = frozenset(leaks) if isinstance(leaks, (set, frozenset)) else leaks
            for index, box in enumerate(boxes):
                _compare_leaks(found[index], box, lambda: _found_when_unequal(find_leaks, box, n, d, rng))


def _compare_leaks(found, box, found_when_unequal):
    if not isinstance(found, frozenset):
        something(found, "find_leaks(attention, n, d)")
        another_type(found, "find_leaks(attention, n, d)", "a set of pairs (i, j)")
    for pair in found:
        expect_pair(pair, "find_leaks")
    missed, invented = sorted(box.leaks - found), sorted(found - box.leaks)
    if invented:
        i, j = invented[0]
        why = (
            "a row may use its own token and earlier ones: that is no leak"
            if j <= i
            else f"row {i} of this black box does not depend on token {j}"
        )
        fail(f"{box.description}: find_leaks reports ({i}, {j}), but {why}.")
    if missed:
        i, j = missed[0]
        if (i, j) in found_when_unequal():
            fail(
                f"{box.description}: find_leaks misses ({i}, {j}), and finds it as soon as a random number "
                "is added to "
                "each of yours: all your tokens are equal at first.\n"
                "What is a mixture of equal values, whatever their weights?",
                misconception="equal_tokens",
            )
        fail(
            f"{box.description}: find_leaks misses ({i}, {j}). {box.hint}",
            suspected=box.mistake or None,
        )


def _found_when_unequal(find_leaks, box, n, d, rng):
    """What find_leaks finds in the box when the equal tokens it starts from are made unequal; nothing if they
    aren't equal."""
    offsets, equal = rng.normal(size=(3, n, d)), []

    def attention(Q, K, V):
        tokens = [np.array(given) for given in (Q, K, V)]
        equal.append(all((array == array[0]).all() for array in tokens))
        return box.attention(*(given + offset for given, offset in zip(tokens, offsets, strict=True)))

    found = call(find_leaks, attention, n, d)
    return found if equal and equal[0] and isinstance(found, (set, frozenset)) else set()


def leaks(
    attention,
    n,
    d,
    *,
    arrays=(0, 1, 2),
    change=lambda row: row + 1e6,
    tokens=lambda n: range(n - 1, 0, -1),
    altered=lambda j: slice(j, j + 1),
    restore=True,
    rows=lambda j, n: range(j),
    pair=lambda i, j: (i, j),
    moved=lambda before, after, i: (before[i] != after[i]).any(),
):
    """The set of pairs for which row i of attention(Q, K, V), (n, d) each, moves when token j changes."""
    found = set()
    first = np.random.default_rng(0).normal(size=(3, n, d))
    inputs, before = first.copy(), attention(*first)
    for j in tokens(n):
        if restore:
            inputs = first.copy()
        for which in arrays:
            inputs[which][altered(j)] = change(inputs[which][altered(j)])
        after = attention(*inputs)
        found |= {pair(i, j) for i in rows(j, n) if moved(before, after, i)}
    return found


MISCONCEPTIONS = known(
    leaks,
    *(
        (
            f"changes_only_{names}",
            {"arrays": arrays},
            f"Your test finds what changing {' and '.join(names.upper())} alone would find.",
            "A token enters an attention in three places. Which of them does your test never change?",
        )
        for names, arrays in (("v", (2,)), ("k", (1,)), ("q", (0,)))
    ),
    *(
        (
            "leaves_one_array_alone",
            {"arrays": arrays},
            f"Your test misses what leaks through {missing} only.",
            "A token enters an attention in three places. Which of them does your test never change?",
        )
        for missing, arrays in (("Q", (1, 2)), ("K", (0, 2)), ("V", (0, 1)))
    ),
    (
        "small_change",
        {"change": lambda row: row + 1.0},
        "Your test finds what a small change shows.",
        "A mask of -1e9 hides a score of 5. Does it hide a score of 1e12? How large may your change be?",
    ),
    (
        "nan_overlooked",
        {"moved": lambda before, after, i: (np.abs(before[i] - after[i]) > 1e-9).any()},
        "Your test overlooks rows that become NaN.",
        "What does NaN > 1e-9 give? Try it, and NaN == NaN.",
    ),
    (
        "changes_to_nan",
        {"change": lambda row: row * np.nan},
        "Your test calls a token of weight 0 a leak, as one does that changes tokens to NaN or infinity.",
        "What is 0 · NaN? Would a large finite number do?",
    ),
    (
        "counts_the_past",
        {"tokens": range, "rows": lambda j, n: range(n)},
        "Your set also has pairs with j ≤ i: a token's own row, and rows after it.",
        "May row 3 depend on token 1? Which pairs are leaks by the definition?",
    ),
    (
        "counts_itself",
        {"tokens": range, "rows": lambda j, n: range(j + 1)},
        "Your set also has pairs (i, i).",
        "May row i depend on token i? Which pairs are leaks by the definition?",
    ),
    (
        "pair_swapped",
        {"pair": lambda i, j: (j, i)},
        "Your pairs have the changed token first and the moved row second.",
        "In (i, j), which is the row that moved and which the token that was changed?",
    ),
    (
        "changes_all_later_tokens",
        {"altered": lambda j: slice(j, None)},
        "Your test finds what changing token j and all later ones at once shows.",
        "Row 0 moves when tokens 2 and 3 change together: which of them did it?",
    ),
    (
        "last_token_unchanged",
        {"tokens": lambda n: range(n - 2, 0, -1)},
        "Your test never changes the last token.",
        "At which token does your loop end? Could row 0 depend on the last one?",
    ),
    (
        "row_before_unseen",
        {"rows": lambda j, n: range(j - 1)},
        "Your test never looks at the row right before the changed token.",
        "Token 3 is changed: which rows come before it, and which of them does your loop visit?",
    ),
    (
        "only_next_token",
        {"rows": lambda j, n: range(j - 1, j)},
        "Your test looks only at the token right after each row.",
        "Could row 0 depend on token 3 and not on token 1?",
    ),
    (
        "only_last_token",
        {"tokens": lambda n: range(n - 1, 0, -1)[:1]},
        "Your set has pairs with the last token only.",
        "Which tokens could row 0 depend on? Does your loop change them all, and is your set still the same "
        "one at its end?",
    ),
    (
        "only_first_row",
        {"rows": lambda j, n: range(1)},
        "Your test looks at row 0 only.",
        "Could row 1 leak while row 0 doesn't?",
    ),
    (
        "only_last_earlier_row",
        {"rows": lambda j, n: range(n - 2, n - 1) if j == n - 1 else ()},
        "Your test looks at one row and one token only.",
        "Which pairs (i, j) with j > i are there for 4 tokens? Does your loop visit them all?",
    ),
    (
        "every_pair",
        [{"tokens": range, "restore": False}, {"moved": lambda before, after, i: (before != after).any()}],
        "Your set has every pair with j > i, whatever the attention does.",
        "While only token j is changed: are all others as they were at first, and does your comparison look "
        "at row i alone?",
    ),
    (
        "finds_nothing",
        {"tokens": lambda n: ()},
        "Your set is always empty.",
        "Are before and after two different calls with different inputs? Print both for n = 2.",
    ),
)


def _blames_all_later_tokens(attention, n, d):
    moved = leaks(attention, n, d, altered=lambda j: slice(j, None))
    return {(i, j) for i in range(n) for j in range(i + 1, n) if (i, i + 1) in moved}


def _changed_before_both_calls(attention, n, d):
    """Nothing but rows of NaN are unequal to themselves."""
    inputs, found = np.random.default_rng(0).normal(size=(3, n, d)), set()
    for j in range(n):
        inputs[:, j] += 1e6
        before, after = attention(*inputs), attention(*inputs)
        found |= {(i, j) for i in range(j) if (before[i] != after[i]).any()}
    return found


# functions of their own, not parts: together with changes to one array they would also find what a blunt
# comparison finds

MISCONCEPTIONS += [
    Misconception(
        "all_numbers_must_move",
        (
            lambda attention, n, d: leaks(
                attention, n, d, moved=lambda before, after, i: (before[i] != after[i]).all()
            ),
        ),
        "Your test finds rows that move in all of their numbers, and no others.",
        "What is the difference between any() and all()? Is a row in which one number has moved still the "
        "same?",
    ),
    Misconception(
        "first_number_only",
        (
            lambda attention, n, d: leaks(
                attention, n, d, moved=lambda before, after, i: before[i][0] != after[i][0]
            ),
        ),
        "Your test looks at the first number of each row only.",
        "How many numbers has a row, and in which of them could a leak show?",
    ),
    Misconception(
        "changes_all_later_tokens",
        (_blames_all_later_tokens,),
        "Your test changes all tokens after row i at once and reports each of them.",
        "Row 0 moves when tokens 2 and 3 change together: which of them did it?",
    ),
    Misconception(
        "same_numbers_before_and_after",
        (_changed_before_both_calls,),
        "Your test calls the attention twice with the same numbers.",
        "When is your first output made, before or after the change? Is what you change a copy, or the "
        "array the first output came from?",
    ),
    *(
        Misconception(
            "stops_at_first_leak",
            (lambda attention, n, d, order=order: set(sorted(leaks(attention, n, d), key=order)[:1]),),
            "Your set has one pair at most, whatever the attention does.",
            "How far is your `return` indented, and how often have the loops above it run by then?",
        )
        for order in (lambda pair: pair, lambda pair: pair[::-1], lambda pair: (-pair[1], pair[0]))
    ),
]
