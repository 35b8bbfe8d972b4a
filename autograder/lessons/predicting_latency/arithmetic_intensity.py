"""arithmetic_intensity: FLOPs of the two products per byte of K and V, read once."""

from autograder.kit.closed_forms import formula_probe, near
from autograder.kit.exercise import aspect, exercise
from autograder.kit.misconception import Misconception, known


@exercise("arithmetic_intensity", probe=formula_probe(50, 40, 40, 9))
def arithmetic_intensity(arithmetic_intensity, *, rng):
    """FLOPs of the two products per byte of K and V, read once."""
    names = "arithmetic_intensity n d_k d_v bytes_per_number"
    with aspect("equals", "FLOPs of both products over the bytes of K and V"):
        for given in ((3, 2, 2, 4), (1, 1, 1, 8), (1000, 64, 64, 2), (7, 5, 3, 4), (4096, 128, 96, 1)):
            near(arithmetic_intensity, given, 2 / given[3], names)
        for _ in range(5):
            n, d_k, d_v = (int(x) for x in rng.integers(1, 500, size=3))
            size = int(rng.choice([1, 2, 4, 8]))
            near(arithmetic_intensity, (n, d_k, d_v, size), 2 / size, names)


def _arithmetic_intensity_in_parts(
    n,
    d_k,
    d_v,
    bytes_per_number,
    *,
    flops=lambda n, d_k, d_v: 2 * n * (d_k + d_v),
    numbers=lambda n, d_k, d_v: n * (d_k + d_v),
    size=lambda b: b,
    ratio=lambda f, b: f / b,
):
    return ratio(flops(n, d_k, d_v), numbers(n, d_k, d_v) * size(bytes_per_number))


MISCONCEPTIONS = known(
    _arithmetic_intensity_in_parts,
    (
        "multiply_adds_for_flops",
        {"flops": lambda n, d_k, d_v: n * (d_k + d_v)},
        "Your number is half of what it should be: you counted multiply-adds, or each key "
        "and value as read twice.",
        "How many floating-point operations is one multiply-add, and how often is a key read?",
    ),
    (
        "flops_counted_twice",
        {"flops": lambda n, d_k, d_v: 4 * n * (d_k + d_v)},
        "Your number is twice what it should be.",
        "A multiply-add is two FLOPs. Where does your formula double them once more?",
    ),
    (
        "widths_multiplied",
        {"flops": lambda n, d_k, d_v: 2 * n * d_k * d_v},
        "Your FLOPs have d_k times d_v where two separate products stand.",
        "Does any multiplication meet a key and a value at once?",
    ),
    *(
        (
            "softmax_counted",
            {"flops": lambda n, d_k, d_v, extra=extra: n * (2 * (d_k + d_v) + extra)},
            "You counted the FLOPs of the softmax, or of scaling, beside the two products.",
            "The exercise counts two products. In which of them does the softmax take part?",
        )
        for extra in (1, 2, 3, 4, 5)
    ),
    *(
        (
            "more_than_the_cache_read",
            {"numbers": numbers},
            "You counted bytes besides those of K and V.",
            "Which arrays does the exercise count, and how large are the others beside them "
            "for a thousand tokens?",
        )
        for numbers in (
            lambda n, d_k, d_v: (n + 1) * (d_k + d_v),
            lambda n, d_k, d_v: n * (d_k + d_v) + d_k,
            lambda n, d_k, d_v: n * (d_k + d_v) + n,
            lambda n, d_k, d_v: n * (d_k + d_v) + 2 * n,
            lambda n, d_k, d_v: n * (d_k + d_v) + 2 * n + d_k + d_v,
        )
    ),
    (
        "intensity_upside_down",
        {"ratio": lambda f, b: b / f},
        "Your number is bytes per FLOP.",
        "Which of the two stands below the line in 'FLOPs per byte'?",
    ),
    (
        "numbers_for_bytes",
        {"size": lambda b: 1},
        "You counted numbers where bytes are asked for.",
        "How many bytes does reading one key of width d_k take?",
    ),
    (
        "bits_for_bytes",
        {"size": lambda b: 8 * b},
        "You counted bits.",
        "bytes_per_number is 4 for float32. Is there anything left to multiply it by?",
    ),
    (
        "scores_only",
        {"flops": lambda n, d_k, d_v: 2 * n * d_k},
        "You counted the FLOPs of one product, query times keys.",
        "What is done with the weights?",
    ),
    (
        "keys_only",
        {"numbers": lambda n, d_k, d_v: n * d_k},
        "You counted the bytes of the keys only.",
        "What does the second product read?",
    ),
    (
        "grows_with_n",
        {"flops": lambda n, d_k, d_v: 2 * n * n * (d_k + d_v)},
        "Your number grows with n, as if all n queries were computed, or one token's key and value "
        "were all that is read.",
        "How many queries are there in one decode step, and how many keys does each meet?",
    ),
    (
        "product_for_quotient",
        {"ratio": lambda f, b: f * b},
        "You multiplied FLOPs and bytes.",
        "FLOPs *per* byte: which of the two stands below the line?",
    ),
    *(
        (
            "values_as_wide_as_keys",
            parts,
            "Your count fits values that are as wide as keys.",
            "Which of the two products has to do with d_v, and how many numbers does it read?",
        )
        for parts in (
            {"flops": lambda n, d_k, d_v: 4 * n * d_k},
            {"numbers": lambda n, d_k, d_v: 2 * n * d_k},
        )
    ),
    (
        "rounded_down",
        {"ratio": lambda f, b: f // b},
        "Your number is rounded down to a whole one.",
        "What does // do with 24 // 48?",
    ),
    (
        "bytes_for_bits",
        {"size": lambda b: b / 8},
        "You divided the bytes of a number by 8, as if they were bits.",
        "bytes_per_number is 4 for float32. Is there anything left to divide it by?",
    ),
    (
        "new_token_left_out",
        [
            {"numbers": lambda n, d_k, d_v: max(n - 1, 1) * (d_k + d_v)},
            {"numbers": lambda n, d_k, d_v: (n - 1) * (d_k + d_v)},
            {"flops": lambda n, d_k, d_v: 2 * (n - 1) * (d_k + d_v)},
            {"flops": lambda n, d_k, d_v: 2 * max(n - 1, 1) * (d_k + d_v)},
        ],
        "You left the new token out, of the bytes or of the FLOPs.",
        "`n` counts the new token. Does the step read its key and value, too?",
    ),
)


MISCONCEPTIONS += [
    Misconception(
        "always_float32",
        (lambda n, d_k, d_v, bytes_per_number: 0.5,),
        "Your number is 0.5 whatever the arguments: that of the example.",
        "What changes if a number takes 2 bytes instead of 4?",
    ),
    Misconception(
        "missing_brackets",
        (lambda n, d_k, d_v, bytes_per_number: 2 * n * (d_k + d_v) / n * (d_k + d_v) * bytes_per_number,),
        "You divided by the first factor of the bytes and multiplied by the others.",
        "Python goes from left to right: what is 24 / 2 * 3? Which brackets make it 4?",
    ),
]
