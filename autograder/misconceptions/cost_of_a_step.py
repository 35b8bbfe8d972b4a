"""What goes wrong in lesson 03: in counting, in timing, in fitting.

Counts and timing code are put together from parts; a misconception replaces one of them, so that two at
once can be recognised too.
"""

from functools import partial
from itertools import combinations, permutations

import numpy as np

from autograder.misconceptions.misconception import Misconception, other_orders

KNOWN = []


def known(exercise, function, *entries):
    """entries: (id, parts of `function` that are replaced, sentence, question)."""
    for wrong_id, parts, sentence, question in entries:
        KNOWN.append(Misconception(wrong_id, exercise, (partial(function, **parts),), sentence, question))


# -- counts --------------------------------------------------------------------------------------------

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


def decode_step(n, d_k, d_v, *, tokens=lambda n: n, width=lambda d_k, d_v: d_k + d_v, unit=1):
    return unit * tokens(n) * width(d_k, d_v)


known(
    "decode_step_multiply_adds",
    decode_step,
    SCORES_ONLY,
    VALUES_ONLY,
    VALUES_AS_WIDE_AS_KEYS,
    WIDTHS_MULTIPLIED,
    FLOPS,
    (
        "new_token_counted_twice",
        {"tokens": lambda n: n + 1},
        "Your count is that of n + 1 tokens.",
        "n is the length with the new token. How many keys does the cache hold then?",
    ),
    (
        "new_token_left_out",
        {"tokens": lambda n: n - 1},
        "Your count is that of n − 1 tokens.",
        "Does the new token's query meet its own key?",
    ),
    (
        "all_queries_in_a_step",
        {"tokens": lambda n: n * n},
        "Your count lets all n queries meet all n keys.",
        "Whose output does a decode step still need?",
    ),
    *(
        (
            "softmax_counted",
            {"width": lambda d_k, d_v, extra=extra: d_k + d_v + extra},
            "You counted the softmax, or the scaling of the scores, beside the two products.",
            "The exercise counts two products. In which of them does the softmax take part?",
        )
        for extra in (1, 2, 3)
    ),
    (
        "pairs_of_all_queries",
        {"tokens": lambda n: n * (n + 1) // 2},
        "Your count has the pairs of all n queries, as the mask allows them.",
        "Whose output does a decode step still need?",
    ),
    (
        "one_cached_token",
        {"tokens": lambda n: 1},
        "Your count is what one cached token costs.",
        "How many tokens does the new query meet?",
    ),
)
KNOWN += [
    Misconception(
        "additions_counted",
        "decode_step_multiply_adds",
        (lambda n, d_k, d_v: n * (2 * d_k - 1) + d_v * (2 * n - 1),),
        "You counted multiplications and additions, each for itself.",
        "A multiply-add is one multiplication and one addition to a running sum. How many of those does q · k take?",
    ),
    Misconception(
        "length_in_one_product",
        "decode_step_multiply_adds",
        (lambda n, d_k, d_v: n * d_k + d_v,),
        "In your count, n multiplies the first of the two widths only.",
        "How many values do the weights meet? And what is 3 * 2 + 2, where 3 * (2 + 2) is meant?",
    ),
    *other_orders("decode_step_multiply_adds", decode_step, "n d_k d_v", same=("n d_v d_k",)),
]


def recompute_step(
    n,
    d_model,
    d_k,
    d_v,
    *,
    projected=lambda n, d_k, d_v: n * (2 * d_k + d_v),
    pairs=lambda n: n * n,
    width=lambda d_k, d_v: d_k + d_v,
    each=lambda d_model: d_model,
    unit=1,
):
    return unit * (each(d_model) * projected(n, d_k, d_v) + pairs(n) * width(d_k, d_v))


known(
    "recompute_step_multiply_adds",
    recompute_step,
    SCORES_ONLY,
    VALUES_ONLY,
    VALUES_AS_WIDE_AS_KEYS,
    WIDTHS_MULTIPLIED,
    FLOPS,
    (
        "projections_forgotten",
        {"projected": lambda n, d_k, d_v: 0},
        "You counted the attention, and no projection.",
        "Without a cache, where do the n keys come from in this step?",
    ),
    (
        "attention_forgotten",
        {"pairs": lambda n: 0},
        "You counted the projections only.",
        "What happens to the queries, keys and values once they are there?",
    ),
    (
        "query_projection_forgotten",
        {"projected": lambda n, d_k, d_v: n * (d_k + d_v)},
        "You counted the projections to keys and values.",
        "Which third matrix is every token multiplied with?",
    ),
    (
        "only_new_query_projected",
        {"projected": lambda n, d_k, d_v: n * (d_k + d_v) + d_k},
        "You projected all tokens to keys and values, and one token to a query.",
        "This step works everything out again. How many query rows go into the n² pairs?",
    ),
    (
        "projections_as_wide_as_keys",
        {"projected": lambda n, d_k, d_v: n * 3 * d_k},
        "Your count has three projections of width d_k.",
        "What shape does the matrix have that makes values?",
    ),
    (
        "output_projection_added",
        {"projected": lambda n, d_k, d_v: n * (2 * d_k + 2 * d_v)},
        "You added a projection of the output.",
        "Which matrices does the exercise list? It says which one stays out.",
    ),
    (
        "new_token_projected_only",
        {"projected": lambda n, d_k, d_v: 2 * d_k + d_v},
        "You projected the new token and no other.",
        "Without a cache, who remembers the keys of the earlier tokens?",
    ),
    (
        "masked_pairs_left_out",
        {"pairs": lambda n: n * (n + 1) // 2},
        "You counted the pairs that the mask allows.",
        "Q @ K.T computes a whole matrix, and the mask comes afterwards. How many entries does it have?",
    ),
    (
        "last_row_only",
        {"pairs": lambda n: n},
        "You counted one query against n keys.",
        "This step computes causal attention of all n rows and keeps the last. How many query-key pairs is that?",
    ),
    (
        "projected_numbers_counted",
        {"each": lambda d_model: 1},
        "You counted one multiply-add for each number of a query, key or value.",
        "One number of a query is a dot product of two vectors. How long are they?",
    ),
    (
        "two_projections_as_wide_as_values",
        {"projected": lambda n, d_k, d_v: n * (d_k + 2 * d_v)},
        "Your count has two projections of width d_v and one of width d_k.",
        "A query is compared with keys, number by number. How wide is it then?",
    ),
    (
        "projections_as_wide_as_tokens",
        {"projected": lambda n, d_k, d_v: 3 * n, "each": lambda d_model: d_model * d_model},
        "Your count has three projections of width d_model.",
        "How many columns has a matrix that makes queries of width d_k?",
    ),
    (
        "own_pairs_left_out",
        {"pairs": lambda n: n * (n - 1)},
        "Your count has each token's pairs with the others only.",
        "Q @ K.T computes a whole matrix. How many entries does it have?",
    ),
)
KNOWN += [
    Misconception(
        "new_token_left_out",
        "recompute_step_multiply_adds",
        (lambda n, d_model, d_k, d_v: recompute_step(n - 1, d_model, d_k, d_v),),
        "Your count is that of n − 1 tokens.",
        "n counts the new token, too. What does this step do with it?",
    ),
    Misconception(
        "all_steps_added",
        "recompute_step_multiply_adds",
        (lambda n, d_model, d_k, d_v: sum(recompute_step(i, d_model, d_k, d_v) for i in range(1, n + 1)),),
        "Your count is that of all the steps up to this one.",
        "At how many lengths does one step stand?",
    ),
    Misconception(
        "output_of_one_row",
        "recompute_step_multiply_adds",
        (lambda n, d_model, d_k, d_v: n * d_model * (2 * d_k + d_v) + n * n * d_k + n * d_v,),
        "You counted the scores of all n rows, and the output of one.",
        "This step computes causal attention of all n rows. What shape have the weights that meet V?",
    ),
    Misconception(
        "caret_for_power",
        "recompute_step_multiply_adds",
        (lambda n, d_model, d_k, d_v: n * d_model * (2 * d_k + d_v) + n ^ 2 * (d_k + d_v),),
        "Your count has n ^ 2, which is no power in Python.",
        "What does 5 ^ 2 give in a cell of its own?",
    ),
    *other_orders(
        "recompute_step_multiply_adds", recompute_step, "n d_model d_k d_v", same=("n d_model d_v d_k",)
    ),
]


def total(
    n_prompt,
    n_new,
    d_k,
    d_v,
    *,
    lengths=lambda n_prompt, n_new: range(n_prompt + 1, n_prompt + n_new + 1),
    width=lambda d_k, d_v: d_k + d_v,
    unit=1,
):
    return unit * sum(lengths(n_prompt, n_new)) * width(d_k, d_v)


known(
    "total_multiply_adds",
    total,
    SCORES_ONLY,
    VALUES_ONLY,
    VALUES_AS_WIDE_AS_KEYS,
    WIDTHS_MULTIPLIED,
    TWICE,
    (
        "first_length_is_prompt",
        {"lengths": lambda p, m: range(p, p + m)},
        "Your lengths are one too short: they begin at n_prompt.",
        "At the first step the cache holds the prompt and the new token. How long is that?",
    ),
    (
        "prompt_length_too",
        {"lengths": lambda p, m: range(p, p + m + 1)},
        "Your sum has one step more: it begins at length n_prompt.",
        "How many steps write n_new tokens, and at which length is the first?",
    ),
    (
        "last_length_left_out",
        {"lengths": lambda p, m: range(p + 1, p + m)},
        "Your sum stops one step early.",
        "How many whole numbers are there from n_prompt + 1 to n_prompt + n_new?",
    ),
    (
        "one_length_too_many",
        {"lengths": lambda p, m: range(p + 1, p + m + 2)},
        "Your sum goes one step too far.",
        "How many whole numbers are there from n_prompt + 1 to n_prompt + n_new?",
    ),
    (
        "odd_sum_halved",
        {"lengths": lambda p, m: [(2 * p + m + 1) // 2] * m},
        "Your count is what comes out if the mean length is rounded down.",
        "Try n_prompt = 0 and n_new = 2: which lengths are these, and what is their mean? Where may you divide by 2?",
    ),
    *(
        (
            "odd_count_halved",
            {"lengths": lengths},
            "Your count is what comes out if half the number of steps is rounded down.",
            "Try n_new = 3: how many pairs are there? Where may you divide by 2, so that nothing gets lost?",
        )
        for lengths in (lambda p, m: [p * m, m // 2 * (m + 1)], lambda p, m: [m // 2 * (2 * p + m + 1)])
    ),
    (
        "all_rows_recomputed",
        {"lengths": lambda p, m: [n * n for n in range(p + 1, p + m + 1)]},
        "Your count lets every step work out all rows again: it adds up squares of the lengths.",
        "With a cache, how many queries does a step have?",
    ),
    (
        "prompt_stepped_through",
        {"lengths": lambda p, m: range(1, p + m + 1)},
        "Your sum begins at length 1, as if the prompt were written too.",
        "At which length does the first of the n_new steps stand?",
    ),
    (
        "prompt_forgotten",
        {"lengths": lambda p, m: range(1, m + 1)},
        "Your sum is that of a text without a prompt.",
        "What does the first new token find in the cache?",
    ),
    (
        "last_step_only",
        {"lengths": lambda p, m: range(p + m, p + m + 1)},
        "You counted one step, the last.",
        "The n_new steps all cost something. How do their costs differ?",
    ),
    (
        "every_step_like_the_last",
        {"lengths": lambda p, m: [p + m] * m},
        "You counted every step as if it stood at the final length.",
        "How many tokens has the cache at the first step, and how many at the last?",
    ),
    (
        "every_step_like_the_first",
        {"lengths": lambda p, m: [p + 1] * m},
        "You counted every step as if it stood at the first length.",
        "How many tokens has the cache at the first step, and how many at the last?",
    ),
    (
        "every_step_like_the_prompt",
        {"lengths": lambda p, m: [p] * m},
        "You counted every step as if the cache held the prompt and nothing else.",
        "What does each step leave behind in the cache?",
    ),
    (
        "first_step_only",
        {"lengths": lambda p, m: [p + 1] if m else []},
        "You counted one step, the first.",
        "What makes your code go on to the second step? Where does `return` stand?",
    ),
    (
        "prompt_counted_once",
        {"lengths": lambda p, m: [p, m * (m + 1) // 2]},
        "Your sum has the tokens of the prompt once.",
        "How many of the n_new steps go through the prompt's keys and values?",
    ),
    (
        "mean_of_prompt_and_end",
        {"lengths": lambda p, m: [m * (2 * p + m) // 2]},
        "Your mean length is the one halfway between n_prompt and the final length.",
        "The mean lies halfway between the first step's length and the last one's. Which length has the first?",
    ),
)
KNOWN += other_orders(
    "total_multiply_adds", total, "n_prompt n_new d_k d_v", same=("n_prompt n_new d_v d_k",)
)


def generation(
    length,
    n_layers,
    n_heads,
    d_head,
    *,
    pairs=lambda length: length * (length + 1) // 2,
    layers=lambda n_layers: n_layers,
    heads=lambda n_heads: n_heads,
    width=lambda d_head: d_head,
    products=2,
    unit=1,
):
    return unit * products * layers(n_layers) * heads(n_heads) * width(d_head) * pairs(length)


known(
    "generation_multiply_adds",
    generation,
    TWICE,
    (
        "layers_forgotten",
        {"layers": lambda n_layers: 1},
        "Your count is that of one layer.",
        "What does a token go through on its way up the model?",
    ),
    (
        "heads_forgotten",
        {"heads": lambda n_heads: 1},
        "Your count is that of one head.",
        "Each head has queries, keys and values of its own. How wide are they together?",
    ),
    (
        "width_forgotten",
        {"width": lambda d_head: 1},
        "Your count does without the width of a head.",
        "How many multiply-adds does one query take to meet one key?",
    ),
    (
        "one_product",
        {"products": 1},
        "Your count is half of what it takes: one product a step.",
        "Scores are one product. What makes an output of them?",
    ),
    (
        "last_step_only",
        {"pairs": lambda length: length},
        "You counted one step, the last.",
        "A text of this length takes one step for each token. At which lengths?",
    ),
    (
        "every_step_like_the_last",
        {"pairs": lambda length: length * length},
        "You counted every step as if it stood at the final length.",
        "How many tokens has the cache at the first step, and how many at the last?",
    ),
    (
        "sum_is_half_a_square",
        {"pairs": lambda length: length * length / 2},
        "Your lengths add up to half of length².",
        "Add 1 + 2 + 3 by hand, and draw it as rows of dots: what is it more than half of a 3 × 3 square?",
    ),
    (
        "heads_counted_twice",
        {"heads": lambda n_heads: n_heads * n_heads},
        "You counted the heads twice.",
        "Is d_head the width of one head, or of all of them side by side?",
    ),
    (
        "own_token_left_out",
        {"pairs": lambda length: length * (length - 1) // 2},
        "Your sum runs over lengths 0 to length − 1.",
        "Does a token attend to itself? At which length does the first step stand?",
    ),
    (
        "all_rows_recomputed",
        {"pairs": lambda length: length * (length + 1) * (2 * length + 1) // 6},
        "Your count works out all rows again at every step: it grows with the cube of the length.",
        "With a cache, how many queries does a step have?",
    ),
    (
        "starts_at_length_two",
        {"pairs": lambda length: length * (length + 3) // 2},
        "Your sum runs over lengths 2 to length + 1.",
        "The text is written from nothing. How many tokens are there at the first step, the new one included?",
    ),
)
KNOWN += [
    *(
        Misconception(
            "missing_brackets",
            "generation_multiply_adds",
            (formula,),
            "Your count adds 1 at another place than to the length.",
            "What is 3 * 3 + 1, where 3 * (3 + 1) is meant?",
        )
        for formula in (
            lambda length, n_layers, n_heads, d_head: n_layers * n_heads * d_head * (length * length + 1),
            lambda length, n_layers, n_heads, d_head: n_layers * n_heads * d_head * length * length + 1,
        )
    ),
    Misconception(
        "layers_and_heads_added",
        "generation_multiply_adds",
        (lambda length, n_layers, n_heads, d_head: (n_layers + n_heads) * d_head * length * (length + 1),),
        "You added the numbers of layers and heads.",
        "How many heads do 3 layers with 2 heads each have?",
    ),
]
_orders = other_orders("generation_multiply_adds", generation, "length n_layers n_heads d_head")
KNOWN += [
    m for m in _orders if generation(*(3, 5, 7, 11)) != m.answer[0](3, 5, 7, 11)
]  # three of them may change places freely


# -- timing code ---------------------------------------------------------------------------------------

MEAN = (
    "mean_with_spikes",
    {"combine": np.mean},
    "Your result is the mean of the timed calls: one that was interrupted pulls it up.",
    "Nothing makes a step faster than it is, many things make it slower. "
    "Which number of a sorted list would one spike leave alone?",
)
TOTAL = (
    "total_for_one_call",
    {"combine": np.sum},
    "Your result is the time of all timed calls together.",
    "What should 100 repeats give that 10 don't?",
)
SLOWEST = (
    "slowest_call",
    {"combine": np.max},
    "Your result is the slowest of the timed calls.",
    "What makes a call slow: the step, or what happens around it?",
)
LAST = (
    "last_call",
    {"combine": lambda times: times[-1]},
    "Your result is the time of the last call only.",
    "Where do the other times go, once the loop goes on?",
)
FIRST = (
    "first_call",
    {"combine": lambda times: times[0]},
    "Your result is the time of the first timed call only.",
    "What are the other repeats for?",
)
MILLISECONDS = (
    "milliseconds",
    {"unit": 1e3},
    "Your result is in milliseconds.",
    "In which unit does the timer count, and which one is asked for?",
)
MICROSECONDS = (
    "microseconds",
    {"unit": 1e6},
    "Your result is in microseconds.",
    "In which unit does the timer count, and which one is asked for?",
)
NANOSECONDS = (
    "nanoseconds",
    {"unit": 1e9},
    "Your result is in nanoseconds.",
    "In which unit does the timer count, and which one is asked for?",
)
CUMULATIVE = (
    "cumulative_times",
    {"intervals": lambda starts, ends: np.array(ends) - starts[0]},
    "Your times all begin at the same reading: each one contains the calls before it.",
    "Which reading belongs to the beginning of the third call?",
)
DIVIDED_TWICE = (
    "divided_twice",
    {"combine": lambda times: np.median(times) / len(times)},
    "Your result is the time of one call, divided by the number of repeats.",
    "Each interval holds one call already. What is left to divide by?",
)
MIDDLE_OF_UNSORTED = (
    "middle_of_unsorted",
    {"combine": lambda times: times[len(times) // 2]},
    "Your result is the call in the middle of the run, not the middle of the sorted times.",
    "What has to be done to a list before its middle is a median?",
)
UPPER_QUARTILE = (
    "upper_quartile",
    {"combine": lambda times: np.percentile(times, 75)},
    "Your result is the upper quartile of the timed calls.",
    "If two of five calls are interrupted, where in the sorted list are they?",
)
EXTREMES_TRIMMED = (
    "extremes_trimmed",
    {"combine": lambda times: np.mean(np.sort(times)[1:-1] if len(times) > 2 else times)},
    "Your result is the mean without the fastest and the slowest call.",
    "What if two calls of five are interrupted?",
)
SLOWEST_DROPPED = (
    "slowest_dropped",
    {"combine": lambda times: np.mean(np.sort(times)[: max(1, len(times) - 1)])},
    "Your result is the mean of all timed calls but the slowest.",
    "What if two calls of five are interrupted?",
)
ABOVE_THE_MIDDLE = (
    "above_the_middle",
    {"combine": lambda times: np.sort(times)[min(len(times) // 2 + 1, len(times) - 1)]},
    "Your result stands one place above the middle of the sorted times.",
    "Five times, sorted: which places are safe if two of the calls were interrupted? (Places count from 0.)",
)
ALWAYS_ZERO = (
    "smallest_from_zero",
    {"combine": lambda times: 0.0},
    "Your result is 0, whatever the calls take.",
    "If you keep the smallest time so far: what does it start from, and can a time be smaller than that?",
)
SWAPPED_READINGS = (
    "swapped_readings",
    {"intervals": lambda starts, ends: np.subtract(starts, ends)},
    "Your times are negative: the later reading is taken off the earlier one.",
    "Which of the two readings is the larger one?",
)
TIMING = (
    MEAN,
    TOTAL,
    SLOWEST,
    LAST,
    FIRST,
    MIDDLE_OF_UNSORTED,
    UPPER_QUARTILE,
    EXTREMES_TRIMMED,
    SLOWEST_DROPPED,
    ABOVE_THE_MIDDLE,
    MILLISECONDS,
    MICROSECONDS,
    NANOSECONDS,
    CUMULATIVE,
    SWAPPED_READINGS,
    DIVIDED_TWICE,
    ALWAYS_ZERO,
)


def _each_alone(starts, ends):
    return np.subtract(ends, starts)


def time_step(step, repeats, timer, *, combine=np.median, unit=1.0, intervals=_each_alone):
    step()
    return unit * combine(_timed([step] * repeats, timer, intervals))


def _timed(steps, timer, intervals):
    starts, ends = [], []
    for step in steps:
        starts.append(timer())
        step()
        ends.append(timer())
    return intervals(starts, ends)


known("time_step", time_step, *TIMING)


def measure(
    make_step,
    lengths,
    repeats,
    timer,
    *,
    combine=np.median,
    unit=1.0,
    intervals=_each_alone,
    per=lambda n: 1,
    of=lambda times, n: times[n],
):
    make_step(lengths[0])()
    times = {n: _timed([make_step(n) for _ in range(repeats)], timer, intervals) for n in lengths}
    return {n: unit * combine(of(times, n)) / per(n) for n in lengths}


def _of_all(times, n):
    return np.concatenate(list(times.values()))


def _so_far(times, n):
    return np.concatenate(list(times.values())[: list(times).index(n) + 1])


def _mixed(wrong_id, of, question):
    """Times of other lengths in the list, recognised whether the median or the minimum is taken."""
    return (
        (wrong_id, {"of": of, "combine": combine}, "Your results mix the times of several lengths.", question)
        for combine in (np.median, np.min)
    )


known(
    "measure",
    measure,
    *TIMING,
    (
        "seconds_per_token",
        {"per": lambda n: n},
        "Your results are the time of a step divided by its length.",
        "A step makes one token, however long the cache is. What is there to divide by?",
    ),
    *(
        (
            "times_of_other_lengths",
            {"of": lambda times, n: times[sorted(times)[list(times).index(n)]], "combine": combine},
            "Your results stand under other lengths than their own.",
            "In which order do your times come, and in which order the lengths that you put them under?",
        )
        for combine in (np.median, np.min)
    ),
    *_mixed(
        "one_list_for_all_lengths",
        _of_all,
        "How many lists does your code make: one for all lengths, or one for each?",
    ),
    *_mixed("list_never_emptied", _so_far, "What is in your list when the second length begins?"),
)


# -- fits ----------------------------------------------------------------------------------------------


def _same(numbers):
    return numbers


def least_squares(x, y):
    return tuple(np.polyfit(x, y, 1))


def robust(x, y):
    """Theil and Sen: the median slope of all pairs of points, then the median of what remains."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    slope = np.median([(y[j] - y[i]) / (x[j] - x[i]) for i, j in combinations(range(len(x)), 2)])
    return slope, np.median(y - slope * x)


def fit_line(x, y, *, method):
    return method(np.asarray(x, dtype=float), np.asarray(y, dtype=float))


def _through_origin(x, y):
    return (x @ y) / (x @ x), 0.0


def _median_ratio(x, y):
    return np.median(y / x), 0.0


def _ratio_and_rest(x, y):
    slope = np.median(y / x)
    return slope, np.median(y - slope * x)


def _ends(x, y):
    first, last = np.argmin(x), np.argmax(x)
    slope = (y[last] - y[first]) / (x[last] - x[first])
    return slope, y[first] - slope * x[first]


def _medians(x, y):
    slope, _ = robust(x, y)
    return slope, np.median(y) - slope * np.median(x)


def _smallest_cost(x, y):
    return robust(x, y)[0], y.min()


def _mean_remainder(x, y):
    slope, _ = robust(x, y)
    return slope, np.mean(y - slope * x)


def _log_log(x, y):
    slope, intercept = least_squares(np.log(x), np.log(y))
    return slope, np.exp(intercept)


def _mean_slope(x, y):
    i, j = np.triu_indices(len(x), 1)
    slope = np.mean((y[j] - y[i]) / (x[j] - x[i]))
    return slope, np.median(y - slope * x)


def _one_dropped(how_far):
    def method(x, y):
        slope, intercept = least_squares(x, y)
        worst = np.argmax(how_far(y - slope * x - intercept))
        return least_squares(np.delete(x, worst), np.delete(y, worst))

    return method


def _clipped(how_far, deviations):
    """Least squares of what lies within so many standard deviations of a first line."""

    def method(x, y):
        slope, intercept = least_squares(x, y)
        rest = y - slope * x - intercept
        near = how_far(rest) <= deviations * rest.std()
        return least_squares(x[near], y[near])

    return method


def _lowest_dropped(x, y):
    for _ in range(len(x) // 5):
        slope, intercept = least_squares(x, y)
        worst = np.argmin(y - slope * x - intercept)
        x, y = np.delete(x, worst), np.delete(y, worst)
    return least_squares(x, y)


def _cheapest(x, y, count):
    kept = np.sort(np.argsort(y)[:count])
    return least_squares(x[kept], y[kept])


def _highest_dropped(x, y):
    return _cheapest(x, y, len(y) - len(y) // 5)


def _inside_box(x, y):
    low, high = np.percentile(y, [25, 75])
    near = y <= high + 1.5 * (high - low)
    return least_squares(x[near], y[near])


def _two_cheapest(x, y):
    return _cheapest(x, y, 2)


def _from_first_point(x, y):
    slope = np.median((y[1:] - y[0]) / (x[1:] - x[0]))
    return slope, np.median(y - slope * x)


def _fixed_of_first_point(x, y):
    slope, _ = robust(x, y)
    return slope, y[0] - slope * x[0]


def _slopes(x, y):
    """Of all pairs of points, in the order of a double loop: (from the first point on, from the second back)."""
    forwards = [(y[j] - y[i]) / (x[j] - x[i]) for i, j in combinations(range(len(x)), 2)]
    backwards = [(y[j] - y[i]) / (x[j] - x[i]) for j in range(len(x)) for i in range(j)]
    return forwards, backwards


def _middle(numbers):
    return numbers[len(numbers) // 2]


def _unsorted(way):
    def method(x, y):
        slope = _middle(_slopes(x, y)[way])
        return slope, _middle(y - slope * x)

    return method


def _whole_slope(middle):
    def method(x, y):
        slope = middle(np.sort(np.floor(_slopes(x, y)[0])))
        return slope, middle(np.sort(y - slope * x))

    return method


def _first_half(x, y):
    half = max(3, len(x) // 2)
    return least_squares(x[:half], y[:half])


def _tokens_per_cost(x, y):
    slope, fixed = robust(x, y)
    return 1 / slope, fixed


def _upside_down(x, y):
    slope = np.median(1 / np.array(_slopes(x, y)[0]))
    return slope, np.median(y - slope * x)


def _wrong_sign(x, y):
    slope, fixed = robust(x, y)
    return slope, -fixed


def _smallest_slope(of_rest):
    def method(x, y):
        slope = np.min(_slopes(x, y)[0])
        return slope, of_rest(y - slope * x)

    return method


known(
    "fit_line",
    fit_line,
    (
        "log_log_line",
        {"method": _log_log},
        "Your numbers belong to a line on log-log axes, which is a power of n.",
        "The exercise asks for fixed + per_token · n. On which axes is that straight?",
    ),
    (
        "mean_of_slopes",
        {"method": _mean_slope},
        "Your per_token is the mean of the slopes between points.",
        "What does one slope of a thousand do to a mean, and which summary would not care?",
    ),
    *(
        (
            "one_outlier_dropped",
            {"method": _one_dropped(how_far)},
            "Your line is least squares after one point, the worst, was dropped.",
            "How many of 20 points may lie far above?",
        )
        for how_far in (_same, np.abs)
    ),
    *(
        (
            "clipped_once",
            {"method": _clipped(how_far, deviations)},
            "Your line is a second least squares, without the points that lay some standard deviations off the first.",
            "What do points far above do to the line and the standard deviation that are to find them?",
        )
        for how_far in (_same, np.abs)
        for deviations in (2, 2.5, 3)
    ),
    (
        "costs_sorted_apart",
        {"method": lambda x, y: robust(np.sort(x), np.sort(y))},
        "Your costs were sorted for themselves, and so stand beside other lengths.",
        "After sorting, which length belongs to the cost of a point far above?",
    ),
    (
        "cost_against_length_swapped",
        {"method": lambda x, y: robust(y, x)},
        "Your line gives a length for each cost.",
        "Which of the two stands on the vertical axis?",
    ),
    (
        "slope_of_least_squares",
        {"method": lambda x, y: (least_squares(x, y)[0], np.median(y - least_squares(x, y)[0] * x))},
        "Your per_token is that of ordinary least squares.",
        "What does one point far above do to the slope of least squares?",
    ),
    (
        "lowest_dropped",
        {"method": _lowest_dropped},
        "Your line is least squares after the points farthest below were dropped.",
        "On which side of the line do interrupted steps lie?",
    ),
    *(
        (
            "highest_costs_dropped",
            {"method": method},
            "Your line is least squares without the highest costs.",
            "A short step was interrupted and still cost less than a long one. Highest compared with what?",
        )
        for method in (_highest_dropped, _inside_box)
    ),
    (
        "two_cheapest_points",
        {"method": _two_cheapest},
        "Your line goes through the two cheapest points.",
        "What becomes of it if one of these two was interrupted?",
    ),
    (
        "slopes_from_first_point",
        {"method": _from_first_point},
        "Your slopes all begin at the first point.",
        "How many of them are spoilt if that point lies far above?",
    ),
    (
        "fixed_from_first_point",
        {"method": _fixed_of_first_point},
        "Your per_token is robust, your fixed comes from the first point alone.",
        "What if that point is one of those far above?",
    ),
    *(
        (
            "middle_of_unsorted",
            {"method": _unsorted(way)},
            "Your numbers stand in the middle of a list that was not sorted.",
            "What has to be done to a list before its middle is a median?",
        )
        for way in (0, 1)
    ),
    *(
        (
            "rounded_down",
            {"method": _whole_slope(middle)},
            "Your slopes are rounded down to whole numbers.",
            "What does // do with 3 // 2?",
        )
        for middle in (np.median, _middle)
    ),
    (
        "half_the_points",
        {"method": _first_half},
        "Your line is least squares over the first half of the points.",
        "What keeps a point far above out of the first half?",
    ),
    *(
        (
            "tokens_for_cost",
            {"method": method},
            "Your per_token is upside down: tokens for a unit of cost.",
            "Which unit has a slope if costs stand on the vertical axis?",
        )
        for method in (_tokens_per_cost, _upside_down)
    ),
    (
        "fixed_with_wrong_sign",
        {"method": _wrong_sign},
        "Your fixed part has the wrong sign.",
        "What is left of a cost when per_token · n is taken off it?",
    ),
    *(
        (
            "smallest_slope",
            {"method": _smallest_slope(of_rest)},
            "Your per_token is the smallest of the slopes between points.",
            "What is the slope from a point far above to its right neighbour?",
        )
        for of_rest in (np.median, np.min)
    ),
    (
        "least_squares",
        {"method": least_squares},
        "Your line is that of ordinary least squares: a point far off pulls it with the square of its distance.",
        "Take the slope between every two points. Which of these slopes do the points far above spoil, "
        "and which number of the sorted slopes do they leave alone?",
    ),
    (
        "line_through_origin",
        {"method": _through_origin},
        "Your line goes through the origin: a step of length 0 would cost nothing.",
        "What does a step pay before it has read the first key?",
    ),
    *(
        (
            "cost_per_length",
            {"method": method},
            "Your per_token is a cost divided by its length, which spreads the fixed part over the tokens.",
            "Double the length: does the fixed part double?",
        )
        for method in (_median_ratio, _ratio_and_rest)
    ),
    (
        "first_and_last_point",
        {"method": _ends},
        "Your line goes through the first point and the last one.",
        "What becomes of the line if one of these two was interrupted, and what do the points between them know?",
    ),
    (
        "fixed_left_out",
        {"method": lambda x, y: (robust(x, y)[0], 0.0)},
        "Your per_token is right; your fixed is 0.",
        "With per_token · n taken off each cost, what is left?",
    ),
    (
        "fixed_from_medians",
        {"method": _medians},
        "Your per_token is right; your fixed is median cost less per_token times median length.",
        "Points far above move the median of the costs. What is left of each point once per_token · n is taken off it?",
    ),
    (
        "fixed_is_median_cost",
        {"method": lambda x, y: (robust(x, y)[0], np.median(y))},
        "Your fixed is the median of the costs as they are.",
        "What do these costs contain besides the fixed part?",
    ),
    (
        "fixed_is_smallest_cost",
        {"method": _smallest_cost},
        "Your fixed is the smallest of the costs.",
        "What does the shortest step pay for its tokens?",
    ),
    (
        "fixed_from_mean",
        {"method": _mean_remainder},
        "Your per_token is robust, your fixed is a mean: a point far above pulls it up.",
        "Which number of the remainders, sorted, does a point far above leave alone?",
    ),
)


def growth_exponent(lengths, costs, *, x=np.log, y=np.log, fit=lambda x, y: least_squares(x, y)[0]):
    return float(fit(x(np.asarray(lengths, dtype=float)), y(np.asarray(costs, dtype=float))))


known(
    "growth_exponent",
    growth_exponent,
    (
        "mean_neighbour_slope",
        {"fit": lambda x, y: np.mean(np.diff(y) / np.diff(x))},
        "Your number is the mean of the slopes between neighbours.",
        "For evenly spaced points, which two of them decide that mean? What do the others count for?",
    ),
    (
        "mean_ratio_of_logs",
        {"fit": lambda x, y: np.mean(y / x)},
        "Your number is the mean of log cost over log length.",
        "If cost = 8 · n, what is log cost over log length? And what is the slope?",
    ),
    (
        "rounded_exponent",
        {"fit": lambda x, y: np.round(least_squares(x, y)[0])},
        "Your exponent is rounded to a whole number.",
        "What would an exponent of 0.5 tell a reader that 0 hides?",
    ),
    (
        "cost_ratio",
        {"x": _same, "y": _same, "fit": lambda x, y: y[-1] / y[0]},
        "Your number is the last cost over the first.",
        "By what factor did the length grow meanwhile? An exponent has to do with both.",
    ),
    (
        "straight_axes",
        {"x": _same, "y": _same},
        "Your slope is that of costs against lengths, without logarithms.",
        "If cost = n², what is its slope on straight axes? And what is log(n²)?",
    ),
    (
        "log_of_costs_only",
        {"x": _same},
        "Your slope is that of log cost against length.",
        "If cost = n², against what is log cost a straight line?",
    ),
    (
        "log_of_lengths_only",
        {"y": _same},
        "Your slope is that of cost against log length.",
        "If cost = n², which of the two has to be taken the log of, or both?",
    ),
    (
        "axes_swapped",
        {"fit": lambda x, y: least_squares(y, x)[0]},
        "Your slope is that of log length against log cost.",
        "Which of the two stands on the vertical axis?",
    ),
    (
        "intercept_returned",
        {"fit": lambda x, y: least_squares(x, y)[1]},
        "Your number is where the line crosses the axis.",
        "Which of the two numbers of a line says how steep it is?",
    ),
    *(
        (
            "two_ends",
            {"fit": fit},
            "Your slope is that from the first point to the last.",
            "What do the points between them count for?",
        )
        for fit in (lambda x, y: (y[-1] - y[0]) / (x[-1] - x[0]), lambda x, y: _ends(x, y)[0])
    ),
    (
        "last_two_points",
        {"fit": lambda x, y: (y[-1] - y[-2]) / (x[-1] - x[-2])},
        "Your slope is that between the last two points.",
        "What do the other points count for?",
    ),
    (
        "mean_of_all_slopes",
        {"fit": lambda x, y: np.mean(_slopes(x, y)[0])},
        "Your slope is the mean of the slopes between all points.",
        "Two points that are close together have a slope, too. How much does it say, and how much does it count in least squares?",
    ),
    (
        "correlation",
        {"fit": lambda x, y: np.corrcoef(x, y)[0, 1]},
        "Your number is a correlation.",
        "What is it for costs that are exactly n², and what is the exponent?",
    ),
    (
        "costs_sorted_apart",
        {"fit": lambda x, y: least_squares(np.sort(x), np.sort(y))[0]},
        "Your costs were sorted for themselves, and so stand beside other lengths.",
        "Which length belongs to the smallest cost?",
    ),
    *(
        (
            "bases_mixed",
            {"x": x, "y": y},
            "Your two logarithms have different bases.",
            "A straight line's slope is so much up for so much to the right. What if the two are measured in different units?",
        )
        for x, y in permutations((np.log, np.log2, np.log10), 2)
    ),
    *(
        (
            "log_of_one_more",
            {"x": x, "y": y},
            "One is added before your logarithms are taken.",
            "How large is 1 beside a cost of a millionth of a second?",
        )
        for x, y in ((np.log1p, np.log1p), (np.log1p, np.log), (np.log, np.log1p))
    ),
    (
        "log_line_through_origin",
        {"fit": lambda x, y: (x @ y) / (x @ x)},
        "Your line goes through the origin of the log-log axes: as if a step of length 1 cost 1.",
        "What changes in log cost if every cost is a thousand times as large, and what should happen to the slope?",
    ),
    (
        "median_slope",
        {"fit": lambda x, y: robust(x, y)[0]},
        "Your slope is the median of the slopes between points.",
        "Which kind of line does the exercise ask for?",
    ),
)
