"""largest_batch: how many sequences fit beside the weights, an exact int."""

import math

from autograder.kit.closed_forms import seconds_of, whole_number
from autograder.kit.exercise import aspect, exercise, fail
from autograder.kit.misconception import Misconception, known
from decodelab import floor

NAMES = "largest_batch parameters weight_bits cache_bytes_a_token context memory_bytes n_machines"


def _sizes(rng, batch, spare, n_machines, weight_bits):
    """Arguments for which `batch` sequences fit and `spare` of one more is left, a part of it: 0 is an exact
    fit."""
    parameters = 8 * n_machines * int(rng.integers(3, 12))
    cache, context = n_machines * int(rng.integers(3, 12)), int(rng.integers(4, 15))
    total = parameters * weight_bits // 8 + batch * cache * context + int(spare * cache * context)
    return parameters, weight_bits, cache, context, total // n_machines, n_machines


def _too_small(rng, n_machines):
    parameters = 8 * int(rng.integers(50, 90))
    return (
        parameters,
        16,
        int(rng.integers(3, 9)),
        int(rng.integers(2, 5)),
        parameters // n_machines,
        n_machines,
    )


FITS = ((30, 0.35, 1, 16), (5, 0.8, 1, 8), (70, 0.4, 3, 4), (23, 0.7, 2, 16), (9, 0.6, 4, 8), (1, 0.45, 1, 4))
"""(sequences, part of one more that is left, machines, bits of a weight)"""

EXACT = ((40, 0.0, 1, 16), (6, 0.0, 2, 4), (1, 0.0, 3, 8))


def _probe(largest_batch, rng):
    for case in (*FITS, *EXACT):
        yield largest_batch(*_sizes(rng, *case))
    for n_machines in (1, 3):
        yield largest_batch(*_too_small(rng, n_machines))
    yield largest_batch(*_sizes(rng, 0, 0.6, 1, 8))


@exercise("largest_batch", probe=_probe)
def largest_batch(largest_batch, *, rng):
    """How many sequences of `context` tokens fit beside the weights, which are held once; 0 if none does."""
    with aspect("equals", "weights once, a cache for each sequence, over all machines"):
        _take(largest_batch, (12, 4, 6, 5, 50, 2))  # the lesson's own
        for case in FITS * 2:
            _take(largest_batch, _sizes(rng, *case))
        given = (8_030_261_248, 16, 131_072, 8192, 80 * 2**30)
        whole_number(largest_batch, given, floor.largest_batch(*given), NAMES)
    with aspect("exact_fit", "a sequence that fits to the last byte fits"):
        for case in EXACT * 2:
            _take(largest_batch, _sizes(rng, *case))
    with aspect("none", "0 where not one sequence fits, or not even the weights do"):
        for n_machines in (1, 2, 5):
            _take(largest_batch, _too_small(rng, n_machines))
            _take(largest_batch, _sizes(rng, 0, 0.7, n_machines, 16))
        _take(largest_batch, _sizes(rng, 0, 0.0, 1, 8))
    with aspect("dtype", "an exact int, however large"):
        _at_once(largest_batch)
        for given in (
            (8 * (10**17 + 3), 4, 1, 7, 10**18 + 9, 3),
            (16 * (10**20 + 1), 8, 3, 5, 7 * 10**21 + 11, 2),
        ):
            _take(largest_batch, given)


QUICK, FAR = 0.02, 9
"""Seconds that a division need not take, and up to which power of ten memory grows before it counts."""


def _at_once(largest_batch):
    """Fail if more memory takes longer, as it does where sequences are counted one by one."""
    given = [8, 8, 1, 7, 0, 1]
    for power in range(3, FAR + 1):
        given[4] = 10**power
        seconds = seconds_of(largest_batch, given, NAMES, changing=0)
        if seconds > QUICK:
            fail(
                f"with room for {10**power // 7:,} sequences your code took {seconds:.2g} s, and the longer "
                "the "
                "more there is room for: it counts them one by one. Sizes of real machines would take "
                "hours.\n"
                "How often does one number go into another, in one operation?",
                misconception="counts_up",
                diagnosable=False,
            )


def _take(largest_batch, given):
    whole_number(largest_batch, given, floor.largest_batch(*given), NAMES)


def _in_parts(
    parameters,
    weight_bits,
    cache_bytes_a_token,
    context,
    memory_bytes,
    n_machines=1,
    *,
    weights=lambda parameters, bits: parameters * bits // 8,
    copies=lambda n: 1,
    sequence=lambda cache, context: cache * context,
    room=lambda memory, n: memory * n,
    times=lambda left, each: left // each,
    shown=lambda number: max(0, number),
):
    left = room(memory_bytes, n_machines) - copies(n_machines) * weights(parameters, weight_bits)
    return shown(times(left, sequence(cache_bytes_a_token, context)))


MISCONCEPTIONS = known(
    _in_parts,
    (
        "bits_for_bytes",
        {"weights": lambda parameters, bits: parameters * bits},
        "Your weights take as many bytes as they have bits.",
        "How many bits are a byte?",
    ),
    (
        "whole_bytes_a_weight",
        {"weights": lambda parameters, bits: parameters * (bits // 8)},
        "You rounded the bytes of one weight: one of 4 bits then takes none.",
        "In which order do you multiply and divide, and what is 4 // 8?",
    ),
    (
        "bits_ignored",
        [
            {"weights": lambda parameters, bits: parameters},
            {"weights": lambda parameters, bits: 2 * parameters},
        ],
        "Your weights take the same bytes whatever weight_bits is.",
        "What do weights of 4 bits take, beside the same number of 16 bits?",
    ),
    (
        "weights_forgotten",
        {"weights": lambda parameters, bits: 0},
        "You filled all the memory with caches.",
        "What else has to be in memory while the model runs?",
    ),
    (
        "weights_on_every_machine",
        {"copies": lambda n: n},
        "Your weights are there once for every machine.",
        "The weights are spread over the machines. What does one of n machines hold of them?",
    ),
    (
        "context_forgotten",
        {"sequence": lambda cache, context: cache},
        "Your number is how many tokens fit.",
        "How many tokens has each sequence?",
    ),
    (
        "cache_forgotten",
        {"sequence": lambda cache, context: context},
        "A cached token takes one byte in your count.",
        "What does cache_bytes_a_token say?",
    ),
    (
        "cache_counted_twice",
        {"sequence": lambda cache, context: 2 * cache * context},
        "Your caches take twice the bytes they do.",
        "cache_bytes_a_token has keys and values already. What is left to double?",
    ),
    (
        "one_machine",
        {"room": lambda memory, n: memory},
        "You filled the memory of one machine.",
        "Over what are weights and caches spread?",
    ),
    (
        "rounded_up",
        {"times": lambda left, each: -(-left // each)},
        "Your number is rounded up: the last sequence fits only in part.",
        "How many whole sequences go into what is left?",
    ),
    (
        "rounded",
        [
            {"times": lambda left, each: round(left / each)},
            {"times": lambda left, each: math.floor(left / each + 0.5)},
        ],
        "Your number is rounded to the nearest: sometimes the last sequence fits only in part.",
        "What is left when 3.6 sequences fit: room for three, or for four?",
    ),
    (
        "strict_fit",
        {"times": lambda left, each: (left - 1) // each},
        "Where a sequence fits to the last byte, you left it out.",
        "Is a memory that is full to the last byte too small?",
    ),
    (
        "one_too_few",
        {"shown": lambda number: max(0, number - 1)},
        "Your number is one less than it should be.",
        "By hand: 94 bytes are left, a sequence takes 30. How many fit?",
    ),
    (
        "one_too_many",
        {"shown": lambda number: max(0, number + 1)},
        "Your number is one more than it should be.",
        "By hand: 94 bytes are left, a sequence takes 30. How many fit?",
    ),
    (
        "negative",
        [
            {"shown": lambda number: number},
            {"shown": int, "times": lambda left, each: int(left / each)},
        ],
        "Your number is below zero where the weights alone don't fit.",
        "How many sequences fit then?",
    ),
    (
        "at_least_one",
        {"shown": lambda number: max(1, number)},
        "Your number is never below one.",
        "What if not one sequence fits?",
    ),
    (
        "size_for_number",
        {"shown": abs},
        "Where the weights don't fit, your number counts what is lacking.",
        "How many sequences fit then?",
    ),
    (
        "memory_converted",
        [
            {"room": lambda memory, n, factor=factor: int(memory * n * factor)}
            for factor in (2**30, 10**9, 2**20, 2**30 / 1e9, 1e9 / 2**30, 2**-30, 1e-9)
        ],
        "You converted memory_bytes, which is in bytes already.",
        "A card of 80 GiB has memory_bytes = 85_899_345_920. What is left to convert?",
    ),
    (
        "tokens_left_out",
        {"sequence": lambda cache, context: cache * (context - 1)},
        "Your sequences have one cached token less than `context`.",
        "How many tokens has a sequence?",
    ),
    (
        "one_token_more",
        {"sequence": lambda cache, context: cache * (context + 1)},
        "Your sequences have one cached token more than `context`.",
        "How many tokens has a sequence?",
    ),
    (
        "divided_for_multiplied",
        {"times": lambda left, each: left * each},
        "You multiplied what is left by the size of a sequence.",
        "94 bytes are left and a sequence takes 30: how often does it go into them?",
    ),
    (
        "context_added",
        {"sequence": lambda cache, context: cache + context},
        "You added the tokens of a sequence to the bytes of one token.",
        "Each of `context` tokens has cache_bytes_a_token bytes. How many are that together?",
    ),
)


MISCONCEPTIONS += [
    Misconception(
        "weights_for_each_sequence",
        (
            lambda parameters, bits, cache, context, memory, n=1: (
                memory * n // (parameters * bits // 8 + cache * context)
            ),
        ),
        "In your count every sequence brings weights of its own.",
        "How often are the weights in memory when ten sequences are under way?",
    ),
    Misconception(
        "one_cache_for_all",
        (
            lambda parameters, bits, cache, context, memory, n=1: int(
                parameters * bits // 8 + cache * context <= memory * n
            ),
        ),
        "Your number is 1 or 0: whether one sequence fits.",
        "How often does a sequence go into what the weights leave?",
    ),
    *(
        Misconception(
            "each_machine_for_itself",
            (
                lambda parameters, bits, cache, context, memory, n=1, apart=apart: max(
                    0, n * int(apart(memory, parameters * bits // 8, n) // (cache * context))
                ),
            ),
            "You filled each machine for itself and added up.",
            "A sequence is spread over all machines, too. What is left of all memory together?",
        )
        for apart in (
            lambda memory, weights, n: memory - weights / n,
            lambda memory, weights, n: memory - weights,
        )
    ),
    *(
        Misconception(
            "divided_by_machines",
            (
                lambda parameters, bits, cache, context, memory, n=1, room=room: max(
                    0, int(room(memory, parameters * bits // 8, n) // (cache * context))
                ),
            ),
            "Your memory gets smaller with every machine.",
            "memory_bytes is what one machine has. How much do n of them have?",
        )
        for room in (
            lambda memory, weights, n: memory // n - weights,
            lambda memory, weights, n: memory - weights // n,
        )
    ),
]


MISCONCEPTIONS += [
    Misconception(
        "weights_shared_twice",
        (
            lambda parameters, bits, cache, context, memory, n=1: max(
                0, (memory * n - parameters * bits // 8 // n) // (cache * context)
            ),
        ),
        "From all memory together you took one machine's part of the weights.",
        "All machines together hold all of the weights. Which of your two numbers is of one machine?",
    ),
]

MISCONCEPTIONS += [
    Misconception(
        "cache_in_bits_of_a_weight",
        (
            lambda parameters, bits, cache, context, memory, n=1, part=part: max(
                0, (memory * n - parameters * bits // 8) // max(1, part(cache * context, bits))
            ),
        ),
        "Your caches get larger or smaller with weight_bits.",
        "cache_bytes_a_token is in bytes already. Whose bits are weight_bits?",
    )
    for part in (
        lambda size, bits: size * bits // 8,
        lambda size, bits: size * bits // 16,
        lambda size, bits: size * bits,
    )
]
