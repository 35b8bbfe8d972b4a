"""recompute_step_multiply_adds: no cache: project all n tokens, then all n² query-key pairs: an exact int."""

from autograder.kit.closed_forms import formula_probe, random_sizes, whole_number
from autograder.kit.exercise import aspect, exercise
from autograder.kit.misconception import Misconception, known, other_orders
from autograder.lessons.counting_a_step.parts import (
    FLOPS,
    SCORES_ONLY,
    SOFTMAX,
    VALUES_AS_WIDE_AS_KEYS,
    VALUES_ONLY,
    WIDTHS_MULTIPLIED,
)


def _recompute_step(n, d_model, d_k, d_v):
    return n * d_model * (2 * d_k + d_v) + n * n * (d_k + d_v)


@exercise("recompute_step_multiply_adds", probe=formula_probe(20, 9, 9, 9))
def recompute_step_multiply_adds(recompute_step_multiply_adds, *, rng):
    """No cache: project all n tokens, then all n² query-key pairs: an exact int."""
    names = "recompute_step_multiply_adds n d_model d_k d_v"
    with aspect("equals", "counts the projections of all n tokens and all n² query-key pairs"):
        for given in ((3, 2, 2, 2), (1, 5, 2, 3), (4, 3, 7, 2), (512, 64, 64, 64), *random_sizes(rng, 4)):
            whole_number(recompute_step_multiply_adds, given, _recompute_step(*given), names)
    with aspect("dtype", "the result is an exact int, however large"):
        for given in ((7, 10**9, 10**9 + 1, 10**12), (101, 3, 10**20 + 7, 5)):
            whole_number(recompute_step_multiply_adds, given, _recompute_step(*given), names)


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


MISCONCEPTIONS = known(
    recompute_step,
    SCORES_ONLY,
    VALUES_ONLY,
    VALUES_AS_WIDE_AS_KEYS,
    WIDTHS_MULTIPLIED,
    FLOPS,
    *SOFTMAX,
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
        [{"pairs": lambda n: n * (n + 1) // 2}, {"pairs": lambda n: n * (n - 1) // 2}],
        "You counted the pairs that the mask allows.",
        "Q @ K.T computes a whole matrix, and the mask comes afterwards. How many entries does it have?",
    ),
    (
        "last_row_only",
        {"pairs": lambda n: n},
        "You counted one query against n keys.",
        "This step computes causal attention of all n rows and keeps the last. How many "
        "query-key pairs is that?",
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


MISCONCEPTIONS += [
    Misconception(
        "new_token_left_out",
        (lambda n, d_model, d_k, d_v: recompute_step(n - 1, d_model, d_k, d_v),),
        "Your count is that of n − 1 tokens.",
        "n counts the new token, too. What does this step do with it?",
    ),
    Misconception(
        "all_steps_added",
        (lambda n, d_model, d_k, d_v: sum(recompute_step(i, d_model, d_k, d_v) for i in range(1, n + 1)),),
        "Your count is that of all the steps up to this one.",
        "At how many lengths does one step stand?",
    ),
    Misconception(
        "output_of_one_row",
        (lambda n, d_model, d_k, d_v: n * d_model * (2 * d_k + d_v) + n * n * d_k + n * d_v,),
        "You counted the scores of all n rows, and the output of one.",
        "This step computes causal attention of all n rows. What shape have the weights that meet V?",
    ),
    Misconception(
        "caret_for_power",
        (lambda n, d_model, d_k, d_v: n * d_model * (2 * d_k + d_v) + n ^ 2 * (d_k + d_v),),
        "Your count has n ^ 2, which is no power in Python.",
        "What does 5 ^ 2 give in a cell of its own?",
    ),
    Misconception(
        "output_projection_added",
        (lambda n, d_model, d_k, d_v: recompute_step(n, d_model, d_k, d_v) + n * d_model * d_model,),
        "You added a projection of the output.",
        "Which matrices does the exercise list? It says which one stays out.",
    ),
    Misconception(
        "one_width_for_all",
        (lambda n, d_model, d_k, d_v: 3 * n * d_model * d_model + 2 * n * n * d_model,),
        "Your count fits keys, queries and values that are all as wide as a token.",
        "How many columns has a matrix that makes keys of width d_k?",
    ),
    *(
        Misconception(
            "missing_brackets",
            (formula,),
            "In your count, a factor multiplies the first number of a sum only.",
            "What is 3 * 2 + 4, where 3 * (2 + 4) is meant? Which of your sums need brackets?",
        )
        for formula in (
            lambda n, d_model, d_k, d_v: n * d_model * 2 * d_k + d_v + n * n * (d_k + d_v),
            lambda n, d_model, d_k, d_v: n * d_model * (2 * d_k + d_v) + n * n * d_k + d_v,
            lambda n, d_model, d_k, d_v: n * d_model * 2 * d_k + d_v + n * n * d_k + d_v,
        )
    ),
    Misconception(
        "whole_step_for_each_token",
        (lambda n, d_model, d_k, d_v: n * recompute_step(n, d_model, d_k, d_v),),
        "Your count is n times that of the step: it lets every token go through all of it.",
        "How often does one step make the whole table of n² scores?",
    ),
    *other_orders(recompute_step, "n d_model d_k d_v", same=("n d_model d_v d_k",)),
]
