"""kv_cache_bytes: keys and values of all layers, heads and tokens, in bytes, an exact int."""

import itertools
import math
import numbers

import numpy as np

from autograder.kit.exercise import another_type, aspect, call, exercise, fail, something
from autograder.kit.misconception import Misconception, known

ARGUMENTS = ("n_layers", "n_kv_heads", "d_head", "n_tokens", "bytes_per_number")


def _bytes_probe(kv_cache_bytes, rng):
    return [kv_cache_bytes(*(int(x) for x in rng.integers(2, 60, size=5))) for _ in range(4)]


@exercise("kv_cache_bytes", probe=_bytes_probe)
def kv_cache_bytes(kv_cache_bytes, *, rng):
    """Keys and values of all layers, heads and tokens, in bytes, an exact int."""
    with aspect("equals", "counts keys and values, in every layer, for every head and token"):
        for sizes in (
            (2, 3, 5, 7, 4),
            (1, 1, 1, 1, 1),
            (32, 8, 128, 4096, 2),
            (3, 1, 7, 11, 8),
            (1, 6, 2, 0, 4),
        ):
            _count_bytes(kv_cache_bytes, sizes)
        for _ in range(5):
            _count_bytes(kv_cache_bytes, [int(x) for x in rng.integers(1, 100, size=5)])
    with aspect("numerics", "exact to the last byte, however large"):
        # the wide one is d_head: who adds up token by token, or layer by layer, is slow and right
        for sizes in (
            (97, 13, 10**9 + 7, 129, 3),
            (101, 97, 10**13 + 37, 129, 3),
            (1009, 3, 10**30 + 57, 5, 7),
        ):
            _count_bytes(kv_cache_bytes, sizes, exactly=True)


def _count_bytes(kv_cache_bytes, sizes, exactly=False):
    shown = ", ".join(f"{name}={size}" for name, size in zip(ARGUMENTS, sizes))
    got = call(kv_cache_bytes, *sizes, shown=f"kv_cache_bytes({shown})")
    something(got, "the result")
    if isinstance(got, np.ndarray) and got.shape == ():
        got = got[()]
    if isinstance(got, (bool, np.bool_)) or not isinstance(got, numbers.Real):
        another_type(got, "the result", "a whole number of bytes, an int")
    expected = 2
    for size in sizes:
        expected *= size
    if exactly and isinstance(got, (float, np.floating)):
        fail(
            f"kv_cache_bytes({shown}) is {got!r}, a float, which is exact only up to 2**53; expected the "
            f"whole number {expected}.\nProducts of ints are ints, whatever their size: which operation in "
            "yours makes a float?",
            misconception="float_for_count",
            diagnosable=False,
        )
    if got != expected:
        id, known = _lost_digits(got, expected)
        fail(f"kv_cache_bytes({shown}) is {got!r}; expected {expected}.{known}", misconception=id)


def _lost_digits(got, expected):
    """(id, what became of a whole number, as a line of its own) where that can be told; else (None, "")."""
    for bits in (64, 32):
        if (
            isinstance(got, (int, np.integer))
            and expected >= 2 ** (bits - 1)
            and (int(got) - expected) % 2**bits == 0
        ):
            return "int_wraps_around", (
                f"\nThe two differ by a multiple of 2**{bits}: an int of NumPy's with {bits} bits wraps "
                "around where a number is too large for it. Ints of Python have as many digits as it "
                "takes. Which line makes one of NumPy's?"
            )
    if expected >= 2**45 and abs(got - expected) <= expected / 2**45:
        return "float_for_count", (
            "\nThe first digits are right, the last ones are not: the number was a float on the way, which "
            "holds about 16 digits. Products of ints are ints: which operation makes a float?"
        )
    return None, ""


def cache_bytes(
    n_layers,
    n_kv_heads,
    d_head,
    n_tokens,
    bytes_per_number,
    *,
    arrays=2,
    layers=lambda n: n,
    heads=lambda n: n,
    width=lambda d: d,
    tokens=lambda n: n,
    size=lambda b: b,
    unit=lambda total: total,
):
    """Bytes of a cache in exchangeable factors, at last given in a unit."""
    return unit(
        arrays
        * layers(n_layers)
        * heads(n_kv_heads)
        * width(d_head)
        * tokens(n_tokens)
        * size(bytes_per_number)
    )


def _one(factor):
    return 1


MISCONCEPTIONS = known(
    cache_bytes,
    *(
        (
            "keys_only",
            {"arrays": 1},
            "Your number is half of it: it counts one of the two arrays.",
            "What does a cache keep of every token?",
        ),
        (
            "counts_queries_too",
            {"arrays": 3},
            "Your number counts three arrays.",
            "Which of q, k and v does a later token need again?",
        ),
        (
            "counts_both_twice",
            {"arrays": 4},
            "Your number is twice too large.",
            "Keys and values make a factor of 2. How often does yours come in?",
        ),
        (
            "layers_forgotten",
            {"layers": _one},
            "Your number is that of a single layer.",
            "Does a layer use the keys and values of another one?",
        ),
        (
            "heads_forgotten",
            {"heads": _one},
            "Your number is that of a single head.",
            "Is d_head the width of one head, or of all of them together?",
        ),
        (
            "width_forgotten",
            {"width": _one},
            "Your number counts every key and every value as a single number.",
            "How many numbers is a key made of?",
        ),
        (
            "tokens_forgotten",
            {"tokens": _one},
            "Your number is that of a single token.",
            "What does the cache keep when the next token comes?",
        ),
        (
            "counts_numbers",
            {"size": _one},
            "Your number is how many numbers the cache holds, not how many bytes.",
            "How much room does one number take?",
        ),
        (
            "bits_for_bytes",
            {"size": lambda b: 8 * b},
            "Your number is in bits.",
            "In which unit is bytes_per_number?",
        ),
        (
            "bytes_as_bits",
            {"size": lambda b: b / 8},
            "Your number takes bytes_per_number for bits.",
            "In which unit is bytes_per_number?",
        ),
        (
            "always_float32",
            {"size": lambda b: 4},
            "Your number takes every number for 4 bytes.",
            "Which of the arguments does your formula not use?",
        ),
        (
            "always_float16",
            {"size": lambda b: 2},
            "Your number takes every number for 2 bytes.",
            "Which of the arguments does your formula not use?",
        ),
        (
            "layers_squared",
            {"layers": lambda n: n * n},
            "Your number has the number of layers in it twice.",
            "Each layer keeps its own keys and values. How often does n_layers come in then?",
        ),
        (
            "heads_squared",
            {"heads": lambda n: n * n},
            "Your number has the number of heads in it twice.",
            "d_head is the width of one head. What is the width of all heads together?",
        ),
        (
            "width_squared",
            {"width": lambda d: d * d},
            "Your number has d_head in it twice.",
            "A key is a vector. How many numbers is it made of?",
        ),
        (
            "tokens_squared",
            {"tokens": lambda n: n * n},
            "Your number grows with the square of the number of tokens.",
            "The scores of all pairs would. How much does the cache grow when one token comes?",
        ),
        (
            "every_length_summed",
            {"tokens": lambda n: n * (n + 1) // 2},
            "Your number adds up the sizes the cache had at every length.",
            "Are keys and values of earlier tokens stored again when a token comes?",
        ),
        (
            "one_token_more",
            {"tokens": lambda n: n + 1},
            "Your number is that of one token more.",
            "Does n_tokens count the newest one already?",
        ),
        (
            "one_token_fewer",
            {"tokens": lambda n: n - 1},
            "Your number is that of one token fewer.",
            "Does n_tokens count the newest one already?",
        ),
        *(
            (
                id,
                {"unit": lambda total, unit=unit, rounded=rounded: rounded(total / unit)},
                f"Your number is in {said}.",
                "In which unit is the answer asked for?",
            )
            for id, unit, said in (
                ("in_kilobytes", 1e3, "kilobytes"),
                ("in_kibibytes", 1024, "units of 1024 bytes"),
                ("in_megabytes", 1e6, "megabytes"),
                ("in_mebibytes", 1024**2, "units of 1024² bytes"),
                ("in_gigabytes", 1e9, "gigabytes"),
                ("in_gibibytes", 1024**3, "units of 1024³ bytes"),
            )
            for rounded in ((float, math.floor) if unit < 1e9 else (float,))
        ),
    ),
)


def _combined(change):
    """The bytes of a cache whose factors, 2 and the arguments, change(factors) puts together."""
    return lambda *factors: change([2, *factors])


def _all_but(factors, *left_out):
    return math.prod(factor for i, factor in enumerate(factors) if i not in left_out)


MISCONCEPTIONS += [
    *(
        Misconception(
            "added_for_multiplied",
            (_combined(lambda f, a=a, b=b: (f[a] + f[b]) * _all_but(f, a, b)),),
            "Your number adds two of the factors that should be multiplied.",
            "For twice as many layers, or heads, or tokens, how many bytes are it? Try it with your formula.",
        )
        for a, b in itertools.combinations(range(6), 2)
    ),
    *(
        Misconception(
            "divided_for_multiplied",
            (_combined(lambda f, a=a: _all_but(f, a) / f[a]),),
            "Your number is divided by a factor that it should be multiplied by.",
            "For twice as many layers, heads, tokens or bytes for each number, how many bytes are it? Try "
            "it with your formula.",
        )
        for a in range(1, 6)
    ),
    *(
        Misconception(
            "rounded",
            (_combined(lambda f, unit=unit: _all_but(f) // unit * unit),),
            "Your number is rounded down to whole units of 1000 or 1024 bytes.",
            "Which line of yours divides? Every byte is asked for.",
        )
        for unit in (1000, 1024)
    ),
    *(
        Misconception(
            "one_of_the_two_once",
            (_combined(lambda f, a=a: (f[a] + 1) * _all_but(f, 0, a)),),
            "Your number counts keys with all factors, and values with one factor less, "
            "or the other way round.",
            "Does a value need a place in every layer, in every head, for every token? "
            "Compare your two terms.",
        )
        for a in range(1, 6)
    ),
]
