"""query_key_pairs: the n(n+1)/2 tuples (i, j) that causal attention needs, in any order."""

import numpy as np

from autograder.kit.driving import drive
from autograder.kit.exercise import another_type, aspect, call, exercise, fail, note, something
from autograder.kit.misconception import known
from autograder.lessons.masked_attention.probing import expect_pair
from decodelab.listing import list_pairs


@exercise("query_key_pairs", probe=lambda query_key_pairs, rng: [set(query_key_pairs(n)) for n in (1, 2, 4)])
def query_key_pairs(query_key_pairs, *, rng):
    """The n(n+1)/2 tuples (i, j) that causal attention needs, in any order."""
    with aspect("equals", "exactly the n(n+1)/2 pairs (i, j) with j ≤ i, each once"):
        before = []
        for n in (3, 1, 2, 6, 35):
            before = _are_the_pairs(call(query_key_pairs, n), n, before)
    with aspect("awkward", "the same for 260 tokens and more"):
        n = int(rng.integers(260, 270))  # past what 8 bits count to
        listed = call(drive, list_pairs, query_key_pairs, n=n, shown=f"query_key_pairs({n})")["pairs"]
        if not _just_the_pairs(listed, n):
            _are_the_pairs(list(map(tuple, listed)), n, [])
        if call(lambda: query_key_pairs(4) is query_key_pairs(4), shown="query_key_pairs(4)"):
            note(
                "note: two calls give one and the same list; whoever sorts or shortens it changes the "
                "other's, too"
            )


def _just_the_pairs(listed, n):
    """Whether a long list [[i, j], …] has the pairs for n tokens, each once; says nothing of one that has
    not."""
    try:
        pairs = np.array(listed, dtype=np.int64).reshape(-1, 2)
    except (ValueError, OverflowError):
        return False
    return np.array_equal(pairs[np.lexsort(pairs.T[::-1])], np.argwhere(np.tri(n)))


def _are_the_pairs(pairs, n, before):
    """Fail unless these are the pairs for n tokens; `before`: what the call before it gave. Returns a copy of
    the list."""
    what = f"query_key_pairs({n})"
    something(pairs, what)
    if not isinstance(pairs, list):
        another_type(pairs, what, "a list of tuples (i, j)")
    wanted = {(i, j) for i in range(n) for j in range(i + 1)}
    for pair in pairs if n <= 100 else ():  # more of them come as plain ints
        expect_pair(pair, what)
    found = set(pairs)
    if before and len(pairs) == len(before) + len(wanted) and pairs[: len(before)] == before:
        fail(
            f"{what} has {len(pairs)} pairs, and the first {len(before)} are those of the call before it.\n"
            "Where is your list made: once, or anew in each call? (A list in the `def` line is made once.)",
            misconception="list_kept_between_calls",
        )
    if found - wanted:
        i, j = (int(number) for number in sorted(found - wanted)[0])
        fail(
            f"{what} contains {(i, j)}: {_why_not(i, j, n)}{_right_when_short(n)}",
            suspected="list_ends_early" if n > 100 else None,
        )
    if wanted - found:
        number = f"{len(found)} pair{'s' * (len(found) != 1)}"
        fail(
            f"{what} lacks {sorted(wanted - found)[0]}. It has {number}; causal attention over {n} tokens "
            f"needs {len(wanted)}.{_right_when_short(n)}",
            suspected="list_ends_early" if n > 100 else None,
        )
    if len(pairs) != len(wanted):
        fail(
            f"{what} lists {len(pairs)} pairs, {len(wanted)} different ones: some stand twice.",
            misconception="pairs_twice",
        )
    return list(pairs)


def _right_when_short(n):
    if n <= 100:
        return ""
    return (
        " For up to 35 tokens the list was right.\nIs there a number in your code beyond which it stops: a "
        "table, or a dtype that counts to 127 or 255 only?"
    )


def _why_not(i, j, n):
    for name, number in (("query", i), ("key", j)):
        if not 0 <= number < n:
            numbered = "1 token, numbered 0," if n == 1 else f"{n} tokens, numbered 0 to {n - 1},"
            return f"with {numbered} there is no {name} {number}."
    return f"may query {i} use key {j}?"


def pairs(n, *, uses=lambda i, j, n: j <= i, pair=lambda i, j: (i, j), tokens=lambda n: n):
    """The pairs of tokens(n) tokens for which uses(i, j, n), a list."""
    n = tokens(n)
    return [pair(i, j) for i in range(n) for j in range(n) if uses(i, j, n)]


MISCONCEPTIONS = known(
    pairs,
    (
        "excludes_itself",
        {"uses": lambda i, j, n: j < i},
        "Your list lacks the pairs of a token with itself.",
        "May query i use its own token's key? What would query 0 use otherwise?",
    ),
    (
        "no_mask",
        {"uses": lambda i, j, n: True},
        "Your list has every pair, the future included.",
        "Which keys exist when query 0 is asked?",
    ),
    (
        "sees_next_token",
        {"uses": lambda i, j, n: j <= i + 1},
        "Your list lets each query also use the next token's key.",
        "When token i is written, does token i + 1 exist yet?",
    ),
    (
        "pairs_swapped",
        {"pair": lambda i, j: (j, i)},
        "Your pairs have the key first and the query second.",
        "Which of the two numbers of a pair (i, j) is the query? Read your pairs for 2 tokens aloud.",
    ),
    (
        "only_future",
        {"uses": lambda i, j, n: j > i},
        "Your list has the pairs that causal attention must not use.",
        "Read your pairs for 3 tokens aloud: query … uses key … . Which of them lie in the future?",
    ),
    (
        "counts_from_one",
        {"pair": lambda i, j: (i + 1, j + 1)},
        "Your pairs count tokens from 1.",
        "What is the position of the first token in this course?",
    ),
    (
        "only_itself",
        {"uses": lambda i, j, n: i == j},
        "Your list has each token with itself and nothing else.",
        "Which earlier keys does query 2 have?",
    ),
    (
        "first_token_left_out",
        {"uses": lambda i, j, n: 0 < j <= i},
        "Your list has no pair with token 0.",
        "At which number do your loops begin, and what is the number of the first token?",
    ),
    (
        "window",
        [{"uses": lambda i, j, n, k=k: i - k < j <= i} for k in (2, 3)],
        "Your list has each query with the last few keys only, and with none before.",
        "May query 3 use key 0? At which number does your loop over the keys begin?",
    ),
    (
        "key_zero_only",
        {"uses": lambda i, j, n: j == 0},
        "Your list has each query with key 0 and no other.",
        "How far is your `return`, or your `append`, indented, and how often has the inner loop run by then?",
    ),
    (
        "same_list_for_all",
        [{"tokens": lambda n, m=m: m} for m in (2, 3, 4, 5)],
        "Your list is the same whatever n is.",
        "Where does n enter your code?",
    ),
    (
        "one_token_more",
        {"tokens": lambda n: n + 1},
        "Your list is that of one token more.",
        "What is the number of the last of n tokens, when the first is 0? Where does range(n) stop?",
    ),
    (
        "one_token_fewer",
        {"tokens": lambda n: n - 1},
        "Your list is that of one token fewer.",
        "What is the number of the last of n tokens, when the first is 0? Where does range(n) stop?",
    ),
    (
        "first_query_only",
        {"uses": lambda i, j, n: j <= i == 0},
        "Your list has the first query's pair and nobody else's.",
        "How far is your `return` indented, and how often have the loops above it run by then?",
    ),
    (
        "first_query_left_out",
        {"uses": lambda i, j, n: j <= i > 0},
        "Your list has no pair of query 0.",
        "At which number does your loop over the queries begin? Which key may query 0 use?",
    ),
    (
        "last_query_only",
        {"uses": lambda i, j, n: i == n - 1},
        "Your list has the last query's pairs and nobody else's.",
        "How many queries does attention over 3 tokens have?",
    ),
)
