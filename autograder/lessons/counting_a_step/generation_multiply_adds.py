"""generation_multiply_adds: the two products of every step, layer and head of a text written from nothing: an
exact int."""

from autograder.kit.closed_forms import formula_probe, random_sizes, whole_number
from autograder.kit.exercise import aspect, exercise
from autograder.kit.misconception import Misconception, known, other_orders
from autograder.lessons.counting_a_step.parts import TWICE


def _generation(length, n_layers, n_heads, d_head):
    return n_layers * n_heads * d_head * length * (length + 1)


@exercise("generation_multiply_adds", probe=formula_probe(20, 6, 7, 9))
def generation_multiply_adds(generation_multiply_adds, *, rng):
    """The two products of every step, layer and head of a text written from nothing: an exact int."""
    names = "generation_multiply_adds length n_layers n_heads d_head"
    with aspect("equals", "adds up both products over all steps, layers and heads"):
        for given in (
            (3, 1, 1, 2),
            (1, 2, 3, 5),
            (4, 3, 1, 2),
            (5, 1, 4, 3),
            (1024, 12, 12, 64),
            *random_sizes(rng, 4),
        ):
            whole_number(generation_multiply_adds, given, _generation(*given), names)
    with aspect("dtype", "the result is an exact int, however large"):
        for given in ((101, 3, 7, 10**18 + 1), (8, 2, 5, 10**20 + 7)):
            whole_number(generation_multiply_adds, given, _generation(*given), names)


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


MISCONCEPTIONS = known(
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
        "width_squared",
        {"width": lambda d_head: d_head * d_head},
        "You counted the width of a head twice.",
        "How many multiply-adds does one query take to meet one key, and how many its "
        "weight to meet a value?",
    ),
    (
        "odd_sum_halved",
        [
            {"pairs": lambda length: length * ((length + 1) // 2)},
            {"pairs": lambda length: length // 2 * (length + 1)},
        ],
        "Your count is what comes out if half of an odd number is rounded down.",
        "Try length = 2 by hand: what is 1 + 2? Where may you divide by 2, so that nothing gets lost?",
    ),
    (
        "starts_at_length_two",
        {"pairs": lambda length: length * (length + 3) // 2},
        "Your sum runs over lengths 2 to length + 1.",
        "The text is written from nothing. How many tokens are there at the first "
        "step, the new one included?",
    ),
)


MISCONCEPTIONS += [
    *(
        Misconception(
            "missing_brackets",
            (formula,),
            "Your count adds 1 at another place than to the length.",
            "What is 3 * 3 + 1, where 3 * (3 + 1) is meant?",
        )
        for formula in (
            lambda length, n_layers, n_heads, d_head: n_layers * n_heads * d_head * (length * length + 1),
            lambda length, n_layers, n_heads, d_head: n_layers * n_heads * d_head * length * length + 1,
            lambda length, n_layers, n_heads, d_head: n_layers * n_heads * d_head * length + length + 1,
        )
    ),
    *(
        Misconception(
            "constants_dropped",
            (formula,),
            "Your count is what stands in the brackets of O(…).",
            "The O says how it grows and leaves factors out. Which ones, on the way from line 1 to line 4?",
        )
        for formula in (
            lambda length, n_layers, n_heads, d_head: n_layers * length * length,
            lambda length, n_layers, n_heads, d_head: n_layers * length * (length + 1),
        )
    ),
    *(
        Misconception(
            "projections_counted",
            (
                lambda length, n_layers, n_heads, d_head, matrices=matrices: (
                    generation(length, n_layers, n_heads, d_head)
                    + matrices * n_layers * length * (n_heads * d_head) ** 2
                ),
            ),
            "You counted the projections beside the two products.",
            "Which work does the exercise count? What a token's own matrices cost is "
            "the same at every length.",
        )
        for matrices in (3, 4)
    ),
    Misconception(
        "all_rows_recomputed",
        (
            lambda length, n_layers, n_heads, d_head: sum(
                n_layers * n_heads * (n * n_heads * d_head * 3 * d_head + n * n * 2 * d_head)
                for n in range(1, length + 1)
            ),
        ),
        "Your count is that of a text written without a cache: it adds up recomputed steps.",
        "With a cache, how many queries does a step have?",
    ),
    Misconception(
        "head_width_divided",
        (
            lambda length, n_layers, n_heads, d_head: (
                n_layers * n_heads * (d_head // n_heads) * length * (length + 1)
            ),
        ),
        "You divided the width of a head by the number of heads.",
        "Is d_head the width of one head, or of all of them side by side?",
    ),
    Misconception(
        "layers_and_heads_added",
        (lambda length, n_layers, n_heads, d_head: (n_layers + n_heads) * d_head * length * (length + 1),),
        "You added the numbers of layers and heads.",
        "How many heads do 3 layers with 2 heads each have?",
    ),
]


MISCONCEPTIONS += [
    m
    for m in other_orders(generation, "length n_layers n_heads d_head")
    if generation(*(3, 5, 7, 11)) != m.answer[0](3, 5, 7, 11)
]  # three of them may change places freely
