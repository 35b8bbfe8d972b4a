"""What the misconceptions of this lesson are made from."""

SCORES_ONLY = (
    "scores_only",
    {"width": lambda d_k, d_v: d_k},
    "You counted one product, query times keys.",
    "What is done with the n weights, once softmax has made them of the scores?",
)


VALUES_ONLY = (
    "values_only",
    {"width": lambda d_k, d_v: d_v},
    "You counted one product, weights times values.",
    "Where do the n weights come from?",
)


VALUES_AS_WIDE_AS_KEYS = (
    "values_as_wide_as_keys",
    {"width": lambda d_k, d_v: 2 * d_k},
    "Your count fits values that are as wide as keys.",
    "Which of the two products has to do with d_v, and how many numbers does it read there?",
)


WIDTHS_MULTIPLIED = (
    "widths_multiplied",
    {"width": lambda d_k, d_v: d_k * d_v},
    "Your count has d_k times d_v where two separate products stand.",
    "Does any multiplication meet a key and a value at once?",
)


SOFTMAX = tuple(
    (
        "softmax_counted",
        {"width": lambda d_k, d_v, extra=extra: d_k + d_v + extra},
        "You counted the softmax, or the scaling of the scores, beside the two products.",
        "The exercise counts two products. In which of them does the softmax take part?",
    )
    for extra in (1, 2, 3)
)


FLOPS = (
    "flops_for_multiply_adds",
    {"unit": 2},
    "You counted a multiplication and an addition as two: these are FLOPs.",
    "A multiply-add is one of each. How many of them does a dot product of two vectors of length 4 take?",
)


TWICE = (
    "twice_the_count",
    {"unit": 2},
    "Your count is exactly twice what it should be.",
    "A multiplication with its addition counts once, and a pair of lengths is two steps. "
    "Which of the two did you count double?",
)
