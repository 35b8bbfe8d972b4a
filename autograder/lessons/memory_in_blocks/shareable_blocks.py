"""shareable_blocks: the blocks of the longest known run of full blocks from the start, at least one token
left to compute."""

import numpy as np

from autograder.kit.exercise import another_type, aspect, call, exercise, fail, something
from autograder.kit.misconception import Misconception

CASES = (
    ([1, 2, 3, 4, 5], {(1, 2): 7, (1, 2, 3, 4): 3}, 2, "both full blocks are known and one token is left"),
    (
        [1, 2, 3, 4],
        {(1, 2): 7, (1, 2, 3, 4): 3},
        2,
        "all tokens stand in known blocks, so the last block is computed again",
    ),
    ([1, 2, 1, 2, 5], {(1, 2): 7}, 2, "the second block has the same tokens as the first, and another past"),
    ([1, 2, 3, 4, 5, 6, 7], {(1, 2): 7, (1, 2, 3, 4, 5, 6): 4}, 2, "the middle block is not known any more"),
    ([9, 2, 3, 4, 5], {(1, 2): 7, (1, 2, 3, 4): 3}, 2, "the very first token differs"),
    (
        [3, 4, 5],
        {(1, 2, 3, 4): 3, (3, 4, 5): 8},
        2,
        "a prefix that ends within a block is not one of full blocks",
    ),
    ([1, 2, 3], {}, 2, "nothing is known"),
    ([], {(1, 2): 7}, 2, "there are no tokens"),
    ([5], {(5,): 0}, 1, "one token, which has to be computed"),
    ([5, 6], {(5,): 0, (5, 6): 9}, 1, "blocks of one token"),
    (
        [0, 0, 0, 0, 0],
        {(0, 0): 0, (0, 0, 0, 0): 5},
        2,
        "block number 0 and token 0 are numbers like any other",
    ),
    ([1, 2], {(1, 2, 3): 4}, 3, "the text is shorter than a block"),
)
"""tokens, known, size, what it is about."""


def _right(tokens, known, size):
    shared = []
    while (len(shared) + 1) * size < len(tokens) and tuple(tokens[: (len(shared) + 1) * size]) in known:
        shared.append(known[tuple(tokens[: (len(shared) + 1) * size])])
    return shared


def _random_cases(rng, count):
    """Texts of two kinds of token, so that blocks repeat, beside the blocks of others, some of them
    evicted."""
    for _ in range(count):
        size = int(rng.integers(1, 4))
        known, number = {}, 0
        for _ in range(int(rng.integers(0, 4))):
            text = rng.integers(0, 2, size=int(rng.integers(0, 12))).tolist()
            for end in range(size, len(text) + 1, size):
                if tuple(text[:end]) not in known and rng.random() < 0.8:
                    known[tuple(text[:end])] = number = number + 1
        tokens = rng.integers(0, 2, size=int(rng.integers(0, 12))).tolist()
        yield tokens, known, size


def _probe(shareable_blocks, rng):
    for tokens, known, size, _ in CASES:
        yield list(shareable_blocks(list(tokens), dict(known), size))
    for tokens, known, size in _random_cases(rng, 40):
        yield list(shareable_blocks(tokens, known, size))


@exercise("shareable_blocks", probe=_probe)
def shareable_blocks(shareable_blocks, *, rng):
    """A list: the blocks of the longest known run of full blocks."""
    with aspect(
        "equals",
        "the longest known run of full blocks from the start, with at least one token left to compute",
    ):
        for tokens, known, size, about in CASES:
            _judge(shareable_blocks, tokens, known, size, about)
    with aspect("random", "also where blocks repeat and some were evicted"):
        for tokens, known, size in _random_cases(rng, 300):
            _judge(shareable_blocks, tokens, known, size, "")
    with aspect("inputs", "tokens and known are left as they were"):
        tokens, known = [1, 2, 3, 4, 5], {(1, 2): 7, (1, 2, 3, 4): 3}
        call(shareable_blocks, tokens, known, 2)
        if tokens != [1, 2, 3, 4, 5] or known != {(1, 2): 7, (1, 2, 3, 4): 3}:
            fail(
                "your code changed its inputs: whoever called it still needs them.",
                misconception="changes_input",
            )


def _judge(shareable_blocks, tokens, known, size, about):
    shown = f"shareable_blocks({tokens}, {known}, {size})"
    got = call(shareable_blocks, list(tokens), dict(known), size, shown=shown)
    if got is None and not _right(tokens, known, size):
        fail(
            f"{shown} is None; expected []{about and ': ' + about}.\nWho asks goes through the blocks that "
            "can be shared. What is there to go through when there are none?",
            misconception="none_for_no_blocks",
            diagnosable=False,
        )
    something(got, shown)
    if not isinstance(got, list):
        another_type(got, shown, "a list of block numbers")
    expected = _right(tokens, known, size)
    if not all(isinstance(block, (int, np.integer)) and not isinstance(block, bool) for block in got):
        another_type(got, shown, "a list of block numbers", seen=f"is {got!r}")
    if [int(block) for block in got] != expected:
        fail(f"{shown} is {got}; expected {expected}{about and ': ' + about}.")


def _own_tokens(tokens, known, size):
    by_content = {prefix[-size:]: block for prefix, block in known.items()}
    shared = []
    while (len(shared) + 1) * size < len(tokens):
        own = tuple(tokens[len(shared) * size : (len(shared) + 1) * size])
        if own not in by_content:
            break
        shared.append(by_content[own])
    return shared


def _nothing_left(tokens, known, size):
    return _right([*tokens, None], known, size)


def _over_gaps(tokens, known, size):
    ends = range(size, len(tokens), size)
    return [known[tuple(tokens[:end])] for end in ends if tuple(tokens[:end]) in known]


def _one_short(tokens, known, size):
    return (
        _right(tokens[: max(len(tokens) - size, 0)] + [None] * (len(tokens) >= size), known, size)
        if tokens
        else []
    )


def _fewer_when_full(tokens, known, size):
    found = _right([*tokens, None], known, size)
    return found[:-1] if found and len(tokens) <= (len(found) + 1) * size else found


def _last_only(tokens, known, size):
    return _right(tokens, known, size)[-1:]


def _first_on_trust(tokens, known, size):
    firsts = [block for prefix, block in known.items() if len(prefix) == size]
    found = _right(tokens, known, size)
    if found or not firsts or len(tokens) <= size:
        return found
    return firsts[:1]


def _longest_only(tokens, known, size):
    for end in range((len(tokens) - 1) // size * size, 0, -size) if tokens else ():
        if tuple(tokens[:end]) in known:
            return [
                known[tuple(tokens[:i])] for i in range(size, end + 1, size) if tuple(tokens[:i]) in known
            ]
    return []


def _own_tokens_as_prefix(tokens, known, size):
    shared = []
    for end in range(size, len(tokens), size):
        if tuple(tokens[end - size : end]) not in known:
            break
        shared.append(known[tuple(tokens[end - size : end])])
    return shared


def _rest_as_block(tokens, known, size):
    shared = []
    for end in range(size, len(tokens) + size - 1, size):
        if tuple(tokens[:end]) not in known:
            break
        shared.append(known[tuple(tokens[:end])])
    return shared


def _number_0_unknown(tokens, known, size):
    return _right(tokens, {prefix: block for prefix, block in known.items() if block}, size)


def _count(tokens, known, size):
    return [len(_right(tokens, known, size))]


MISCONCEPTIONS = [
    Misconception(
        "own_tokens_only",
        (_own_tokens,),
        "Your function takes a block for known if its own tokens are, whatever stands before them.",
        "The same two tokens at the end of two different sentences: are their keys in the "
        "second layer the same?",
    ),
    Misconception(
        "nothing_left_to_compute",
        (_nothing_left,),
        "Your function shares all tokens of a text that is known whole.",
        "The next token comes from the output of the last one. Where does that output come from "
        "if nothing is computed?",
    ),
    Misconception(
        "goes_on_behind_a_gap",
        (_over_gaps,),
        "Your function goes on behind a block that is not known.",
        "If block 1 has to be computed again, at which token does the computing begin, and "
        "what does it then reach?",
    ),
    Misconception(
        "goes_on_behind_a_gap",
        (_longest_only,),
        "Your function goes on behind a block that is not known.",
        "If block 1 has to be computed again, at which token does the computing begin, and "
        "what does it then reach?",
    ),
    Misconception(
        "one_block_too_few",
        (_one_short,),
        "Your function leaves the last full block out even where tokens come after it.",
        "5 tokens, blocks of 2: how many full blocks are there, and how many tokens are left?",
    ),
    Misconception(
        "one_block_too_few",
        (_fewer_when_full,),
        "Your function leaves a block out where one token more than full blocks is left.",
        "5 tokens, blocks of 2: how many full blocks are there, and how many tokens are left?",
    ),
    Misconception(
        "last_block_only",
        (_last_only,),
        "Your function gives the last shared block alone.",
        "Which blocks does the new text's table need, from its first token on?",
    ),
    Misconception(
        "first_block_on_trust",
        (_first_on_trust,),
        "Your function takes some first block without looking whether it is that of these tokens.",
        "Which tokens does the block have to hold?",
    ),
    Misconception(
        "own_tokens_only",
        (_own_tokens_as_prefix,),
        "Your function looks each block's own tokens up, without those before them.",
        "The keys of known are prefixes. From which token of the text does a prefix begin?",
    ),
    Misconception(
        "rest_as_block",
        (_rest_as_block,),
        "Your function looks the tokens behind the last full block up, too, and leaves none to compute.",
        "How many of the text's tokens may be shared at most, and what is the last multiple of size there?",
    ),
    Misconception(
        "number_0_unknown",
        (_number_0_unknown,),
        "Your function takes block number 0 for a block that is not known.",
        "What does `if block` ask of 0? What does known.get give for a prefix that is not there?",
    ),
    Misconception(
        "one_block_too_few",
        (lambda tokens, known, size: _right(tokens, known, size)[:-1],),
        "Your function leaves out the last block that could be shared.",
        "5 tokens, blocks of 2: how many full blocks are there, and how many tokens are left?",
    ),
    Misconception(
        "one_block_too_few",
        (lambda tokens, known, size: _right(tokens[:-1], known, size),),
        "Your function leaves two tokens to compute where one would do.",
        "5 tokens, blocks of 2: how many full blocks are there, and how many tokens are left?",
    ),
    Misconception(
        "back_to_front",
        (lambda tokens, known, size: _right(tokens, known, size)[::-1],),
        "Your function gives the right blocks back to front.",
        "Which block holds the first tokens of the text, and where does it stand in a table?",
    ),
    Misconception(
        "number_for_blocks",
        (_count,),
        "Your function gives how many blocks can be shared, not which.",
        "What does the new text's table consist of?",
    ),
]
