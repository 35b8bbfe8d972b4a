"""batched_block_step: the newest tokens of several texts through one block; the weights once for all, the
caches each for itself.

Over 400 lines: its misconceptions, each with its parts, sentence and question.
"""

import itertools

import numpy as np

from autograder.cost.countable import countable, enough_counted
from autograder.kit.driven import all_there, as_result
from autograder.kit.driving import drive
from autograder.kit.exercise import array, aspect, call, close, exercise, fail
from autograder.kit.misconception import known
from autograder.kit.properties import results_are_shared
from autograder.lessons.many_texts.parts import COMPANION, step_in_parts
from decodelab import designs, serving_rehearsal
from decodelab.model import block_forward, feed_forward, rms_norm, rotate, split_heads
from decodelab.rehearsal import small_model

RAGGED = ((5, 1, 9), (3, 12, 1, 7), (2, 8), (30, 4, 11, 1, 6))
"""Lengths of the texts of a batch. Never equal ones: four ways to be wrong are right on those."""


def _run(batched_block_step, KVCache, **how):
    theirs = () if KVCache is designs.KVCache else (KVCache,)  # ours is beside the learner's code already
    return drive(serving_rehearsal.take_batches, batched_block_step, *theirs, **how)


def _probe(batched_block_step, KVCache, rng):
    for lengths in RAGGED[:3]:
        told = _run(batched_block_step, KVCache, seed=int(rng.integers(100)), lengths=list(lengths), rounds=2)
        yield from map(as_result, told["outputs"])
        yield told["cached"]
        yield from told["keys"]


@exercise("batched_block_step", probe=_probe, companions=1)
def batched_block_step(batched_block_step, KVCache, *, rng):
    """(B, d_model); row b is what block_step gives text b alone."""
    with aspect("shape", "one row of d_model numbers for each text"):
        _take(batched_block_step, KVCache, rng, (4, 2), compare=False)
    with aspect(
        "equals", "row b is what text b gets alone, for texts of different lengths, whatever their order"
    ):
        for lengths in RAGGED:
            _take(batched_block_step, KVCache, rng, lengths)
            _take(batched_block_step, KVCache, rng, lengths[::-1])
        _take(batched_block_step, KVCache, rng, (6, 3, 0), rounds=3)
        for kind in ("equal", "zeros"):
            _take(batched_block_step, KVCache, rng, (5, 2, 8), kind=kind)
    with aspect("one_text", "a batch of one text is that text"):
        for n in (7, 1):
            _take(batched_block_step, KVCache, rng, (n,))
    with aspect("sizes", "other numbers of heads and widths, and texts of hundreds of tokens"):
        _take(batched_block_step, KVCache, rng, (9, 4), sizes={"n_heads": 2, "d_head": 6, "d_ff": 5})
        _take(batched_block_step, KVCache, rng, (300, 2, 150))
    with aspect("numerics", "scores of thousands give finite outputs"):
        _loud(batched_block_step, KVCache, rng, (5, 2, 9))
    with aspect("dtype", "float32 stays float32, float64 stays float64"):
        for dtype in ("float32", "float64"):
            _take(batched_block_step, KVCache, rng, (3, 6), dtype=dtype)
    with aspect("inputs", "X and positions are left as they were"):
        told = _take(batched_block_step, KVCache, rng, (3, 6, 2))
        if told["changed"]:
            fail(
                "your code changed X or positions: whoever called it still needs them.",
                misconception="changes_input",
            )
    with aspect(
        "cost",
        "the weights are read once for all texts, no text pays for the length of another, no cache is copied",
    ):
        _shares_the_weights(batched_block_step)


def _loud(batched_block_step, KVCache, rng, lengths):
    """Scores of tens of thousands: exponentials of them as they are overflow."""
    told = call(
        _run,
        batched_block_step,
        KVCache,
        seed=int(rng.integers(1000)),
        lengths=list(lengths),
        rounds=1,
        loudness=200.0,
        shown="batched_block_step(X, block, caches, positions) (scores of thousands)",
    )
    all_there(told["outputs"], 1)
    got = array(as_result(told["outputs"][0]), shape=(len(lengths), 12), what="the output")
    if not np.isfinite(got).all():
        fail(
            f"the output has {got[~np.isfinite(got)][0]} in it when scores are in the thousands.\n"
            "e^1000 is more than a float can hold. Which number can be taken off each row of scores "
            "without changing its softmax?",
            misconception="softmax_overflows",
            diagnosable=False,
        )


def _take(batched_block_step, KVCache, rng, lengths, rounds=2, compare=True, **how):
    seed = int(rng.integers(1000))
    told = call(
        _run,
        batched_block_step,
        KVCache,
        seed=seed,
        lengths=list(lengths),
        rounds=rounds,
        shown=f"batched_block_step(X, block, caches, positions) with texts of {_listed(lengths)} tokens",
        advice=(
            "X has a row for each text; Q, K and V have, too. Which of them belongs to the "
            "cache you are looking at?"
        ),
        **how,
    )
    all_there(told["outputs"], rounds)
    if told["shared"]:
        results_are_shared()
    sizes = {**serving_rehearsal.SIZES, **how.get("sizes", {})}
    dtype = how.get("dtype", "float32")
    block = small_model(seed, dtype=dtype, **sizes).blocks[0]
    d = sizes["n_heads"] * sizes["d_head"]
    texts = serving_rehearsal.streams(seed, lengths, rounds, d, dtype, how.get("kind", ""))
    full = [block_forward(X, block) for X in texts]
    for r in range(rounds):
        got = array(
            as_result(told["outputs"][r]),
            shape=(len(lengths), d),
            dtype=np.dtype(dtype),
            what="the output",
            meaning=f"a row for each of the {len(lengths)} texts",
        )
        if told["cached"][r] != [n + r + 1 for n in lengths]:
            fail(
                f"after step {r} the caches hold {_listed(told['cached'][r])} tokens; expected "
                f"{_listed([n + r + 1 for n in lengths])}: each text's cache is one longer after each step.",
            )
        if not compare:
            continue
        for b, n in enumerate(lengths):
            said = (
                f"text {b} of {len(lengths)}, which has {n + r} tokens before this one; the others: "
                f"{_listed(lengths[:b] + lengths[b + 1 :]) or 'none'}"
            )
            close(got[b], full[b][n + r], what=f"row {b} of the output", inputs=said, dtype="float32")
            key = rotate(
                split_heads(
                    rms_norm(texts[b][n + r : n + r + 1], block.attention_gain) @ block.W_k, block.n_heads
                ),
                [n + r],
            )
            wanted = key.swapaxes(0, 1).reshape(-1)
            if not np.allclose(
                told["keys"][r][b], wanted, rtol=1e-3, atol=1e-4 * (np.abs(wanted).max() or 1)
            ):
                fail(
                    f"the last cached key of text {b} is not that of its newest token, rotated to place "
                    f"{n + r}, heads side by side.",
                    suspected="keys_as_block_step_leaves_them",
                    question="What goes into the cache in block_step, and in which shape?",
                )
    return told


def _listed(numbers):
    return ", ".join(map(str, numbers))


BATCHES = ([40], [40, 11], [40, 11, 70, 23], [40, 11, 70, 23, 55, 9, 31, 18], [200, 11, 70, 23])
"""Lengths of the texts of the batches that are counted; the last differs from the third in one length."""

SLACK = 12
"""Multiply-adds a number of X that norms and rotations may take."""


def _shares_the_weights(batched_block_step):
    told = drive(serving_rehearsal.count_batches, batched_block_step, batches=[list(b) for b in BATCHES])
    series, d = countable(told["steps"]), told["d_model"]
    if len(series.lengths) < len(BATCHES):
        fail(
            "a batched step was stopped: far more work than it can need.",
            misconception="work_grows",
            diagnosable=False,
        )
    read = [entry[0] for entry in told["steps"]["arrays"]["weights"]]
    for lengths, amount in zip(BATCHES, read):
        if amount > 1.5 * told["weights"]:
            fail(
                f"with {len(lengths)} texts {amount:,} bytes of weights were read; all of them have "
                f"{told['weights']:,}.\nWhich product with a weight matrix stands inside the loop over "
                "texts? Outside of it one product takes the rows of all.",
                misconception="weights_for_each_text",
                diagnosable=False,
            )
    for i, lengths in enumerate(BATCHES):
        B = len(lengths)
        needed = B * told["parameters"] + sum(2 * d * (n + 1) for n in lengths)
        counted = series.totals[i].multiply_adds
        enough_counted(counted, needed)
        if counted > needed + SLACK * B * d:
            padded = B * told["parameters"] + B * 2 * d * (max(lengths) + 1)
            fail(
                f"texts of {_listed(lengths)} tokens took {counted:,} multiply-adds; the weights of {B} "
                f"tokens and both products over each text's own length need {needed:,}"
                + (
                    f" (with every text as long as the longest: {padded:,})"
                    if counted >= 0.95 * padded
                    else ""
                )
                + ".\nWhich pairs of a query and a key are computed that no text asked for?",
                misconception="padded_to_the_longest",
                diagnosable=False,
            )
    short, long = series.totals[2].bytes_copied, series.totals[4].bytes_copied
    if long - short > 160 * d:
        place = series.places[max(series.costs[4], key=lambda p: series.costs[4][p].bytes_copied)]
        fail(
            f"with 160 more tokens in one cache a step copies {long - short:,} bytes more.\n"
            f"  {place['statement']}\nA cache is read where it lies. What brings the caches together?",
            misconception="copies_the_caches",
            diagnosable=False,
        )


def _norm_over_the_batch(X, gain):
    return X / np.sqrt(np.mean(X * X) + np.float32(1e-5)) * gain


def _exponentials(scores):
    return np.exp(scores - scores.max(axis=-1, keepdims=True))


def _shares_along(*axes, peak=-1):
    """A softmax whose exponentials add up to 1 along these axes."""

    def softmax(scores):
        exps = np.exp(scores - scores.max(axis=peak, keepdims=True))
        return exps / exps.sum(axis=axes, keepdims=True)

    return softmax


def _everybodys(caches, b, looked_at):
    keys, values = zip(*map(looked_at, caches))
    return np.concatenate(keys), np.concatenate(values)


def _filled_up(caches, b, looked_at):
    """Rows of text b, and zeros to the length of the longest."""
    longest = max(map(len, caches))
    return [np.pad(rows, ((0, longest - len(rows)), (0, 0))) for rows in looked_at(caches[b])]


def _cut_to_the_shortest(begin):
    def rows_of(caches, b, looked_at):
        n = min(map(len, caches))
        return [rows[:n] if begin else rows[-n:] for rows in looked_at(caches[b])]

    return rows_of


def _of_text(which):
    return lambda caches, b, looked_at: looked_at(caches[which(b, len(caches))])


def _in_order_of(positions, backwards=1):
    return np.argsort(backwards * np.asarray(positions), kind="stable")


MATRICES = {"W_q": "queries", "W_k": "keys", "W_v": "values"}


def _other_matrices():
    """Every other choice of the three matrices."""
    for chosen in itertools.product(MATRICES, repeat=3):
        if chosen != tuple(MATRICES):
            wrong = [
                f"{made} with {W}"
                for made, W, right in zip(MATRICES.values(), chosen, MATRICES)
                if right != W
            ]
            yield (
                "another_projection",
                {"matrices": lambda block, chosen=chosen: tuple(getattr(block, W) for W in chosen)},
                f"You make {' and '.join(wrong)}.",
                "Which matrix of the block makes queries, which keys, which values?",
            )


def _all_rows(b, keys, values):
    return keys, values


def _first_row(b, keys, values):
    return keys[0], values[0]


def _before(cache):
    return (cache.keys[:-1], cache.values[:-1]) if len(cache) > 1 else (cache.keys, cache.values)


MISCONCEPTIONS = known(
    step_in_parts,
    (
        "all_at_the_longest_position",
        {"places": lambda p: np.full_like(p, p.max())},
        "Every text of your batch stands at the position of the longest one.",
        "Which place has the newest token of each text in its own text?",
    ),
    (
        "all_at_the_first_position",
        {"places": lambda p: np.full_like(p, p[0])},
        "Every text of your batch stands at the position of the first one.",
        "Which place has the newest token of each text in its own text?",
    ),
    (
        "positions_count_the_batch",
        {"places": lambda p: np.arange(len(p))},
        "Your positions are the numbers of the texts in the batch.",
        "What does positions say, and what does arange(B) count?",
    ),
    *(
        (
            "positions_one_off",
            {"places": lambda p, by=by: p + by},
            "Every text of your batch stands one place beside its own.",
            "With n tokens in a text before this one, which place has the newest, when the first has place "
            "0? What does positions say already?",
        )
        for by in (1, -1)
    ),
    (
        "all_at_position_0",
        {"places": lambda p: 0 * p},
        "Every text of your batch stands at position 0, or goes without its rotation.",
        "Which place has the newest token of each text in its own text?",
    ),
    (
        "every_cache_gets_all_rows",
        {"keep": _all_rows},
        "Your caches get the keys and values of all texts of the batch.",
        "Which row of K belongs to text b?",
    ),
    (
        "every_cache_gets_row_0",
        {"keep": _first_row},
        "Your caches all get the first text's key and value.",
        "Which row of K belongs to text b?",
    ),
    (
        "one_cache_for_all",
        [{"cache_of": lambda caches, b: caches[0], "before_all": before_all} for before_all in (True, False)],
        "All texts of your batch use the first text's cache.",
        "Which entry of caches belongs to text b?",
    ),
    (
        "norm_over_the_batch",
        {"norm": _norm_over_the_batch},
        "Your norm takes the mean over the whole batch: a text's output depends on who else is in it.",
        "Along which axis does a token's norm go?",
    ),
    (
        "key_unrotated",
        {"turn": lambda K, where: K},
        "Your keys go into the caches without their rotation.",
        "In block_step, what happens to K before it is appended?",
    ),
    (
        "new_token_not_seen",
        {"seen": _before},
        "Your texts look at what was cached before, not at their newest token.",
        "Which comes first, appending or looking?",
    ),
    (
        "scale_by_d_model",
        {"scale": lambda block: block.d_head * block.n_heads},
        "Your scores are divided by the root of d_model.",
        "How many numbers does one head's q have?",
    ),
    (
        "no_scale",
        {"scale": lambda block: 1},
        "Your scores are not divided.",
        "What happens to the size of q · k as d_head grows?",
    ),
    (
        "no_output_projection",
        {"out": lambda heads, block: heads},
        "Your output leaves W_o out.",
        "What mixes the heads?",
    ),
    (
        "no_residual",
        {"add": lambda X, attended, normed: attended},
        "Your output forgets to add X to what attention gives.",
        "In block_step, what is attention's result added to?",
    ),
    (
        "no_feed_forward",
        {"then": lambda X, block, before: X},
        "Your output leaves the feed-forward layer out.",
        "Which half of a block comes after attention?",
    ),
    (
        "feed_forward_not_added",
        {"then": lambda X, block, before: feed_forward(X, block)},
        "Your output is the feed-forward layer alone, not added to its input.",
        "What does feed_forward give: the new x, or what is added to it?",
    ),
    (
        "rows_reversed",
        {"give": lambda X, positions: X[::-1]},
        "Your rows stand in the order of the texts from the last to the first.",
        "Whose output is row 0?",
    ),
    (
        "query_unrotated",
        {"turn_q": lambda Q, where: Q},
        "Your queries are not rotated.",
        "Which two vectors make a score, and what was done to each of them?",
    ),
    (
        "values_rotated",
        {"turn_v": rotate},
        "Your values are rotated, too.",
        "Values say what a token hands over. Does that depend on where it stands?",
    ),
    (
        "keys_and_values_swapped",
        {"keep": lambda b, keys, values: (values[b], keys[b])},
        "Your keys and values have changed places in the caches.",
        "In which order does append take its two arguments?",
    ),
    *_other_matrices(),
    (
        "appended_twice",
        {"times": 2},
        "Your tokens are in their caches twice.",
        "How often does one call run append for a text?",
    ),
    (
        "never_appended",
        {"times": 0},
        "Your caches don't get the new tokens.",
        "What does the next step find of this one's tokens?",
    ),
    *(
        (
            "another_texts_cache",
            {"rows_of": _of_text(which)},
            "Your texts look into each other's caches.",
            "Which entry of caches belongs to text b?",
        )
        for which in (
            lambda b, count: count - 1 - b,
            lambda b, count: 0,
            lambda b, count: count - 1,
            lambda b, count: (b + 1) % count,
        )
    ),
    (
        "another_texts_cache",
        {"cache_of": lambda caches, b: caches[::-1][b]},
        "Your texts use each other's caches.",
        "Which entry of caches belongs to text b?",
    ),
    (
        "everybodys_keys",
        [{"rows_of": _everybodys, "before_all": before_all} for before_all in (True, False)],
        "Each of your texts looks at the tokens of all texts.",
        "Whose tokens may text b read?",
    ),
    (
        "padding_not_masked",
        {"rows_of": _filled_up},
        "Your shorter texts look at the zeros that fill them up.",
        "Which share does softmax give to a score of 0? (A loop over the texts needs no filling up.)",
    ),
    *(
        (
            "cut_to_the_shortest",
            {"rows_of": _cut_to_the_shortest(begin)},
            "Each of your texts looks at as many tokens as the shortest one has.",
            "How many keys does text b have?",
        )
        for begin in (True, False)
    ),
    *(
        (
            "one_query_for_all",
            {"query_of": query_of},
            "All your texts ask with the same query, or with each other's.",
            "Which row of Q belongs to text b?",
        )
        for query_of in (lambda b: 0, lambda b: max(b - 1, 0))
    ),
    *(
        (
            "one_mixture_for_all",
            {"put": put},
            "All rows of your result have the mixture of one text.",
            "Where is the mixture of text b put in your loop?",
        )
        for put in (
            lambda attended: 0 * attended + attended[-1],
            lambda attended: 0 * attended + attended[:1],
            lambda attended: 0 * attended + attended.sum(axis=0),
        )
    ),
    (
        "softmax_over_heads",
        [{"weights": _shares_along(0)}, {"weights": _shares_along(0, peak=0)}],
        "Your softmax runs over the heads.",
        "Which axis of the scores should add up to 1?",
    ),
    (
        "softmax_over_everything",
        [{"weights": _shares_along(0, 1, 2)}, {"weights": _shares_along(0, 1, 2, peak=None)}],
        "Your weights of all heads together add up to 1.",
        "Over which axis does one head's softmax run?",
    ),
    (
        "weights_not_normalised",
        [{"weights": _exponentials}, {"weights": np.exp}],
        "Your weights don't add up to 1.",
        "What is the sum of the exponentials for?",
    ),
    (
        "softmax_forgotten",
        {"weights": lambda scores: scores},
        "Your weights are the scores themselves.",
        "What makes scores positive shares?",
    ),
    (
        "scale_by_d_head",
        {"scale": lambda block: np.float64(block.d_head) ** 2},
        "Your scores are divided by d_head, not by its root.",
        "What does a sum of d_head random products grow like?",
    ),
    (
        "scale_by_n_heads",
        {"scale": lambda block: block.n_heads},
        "Your scores are divided by the root of the number of heads.",
        "How many numbers does one head's q have?",
    ),
    (
        "scale_upside_down",
        {"scale": lambda block: 1 / block.d_head},
        "Your scores are multiplied by √d_head.",
        "Do scores get larger or smaller with the width, before they are scaled?",
    ),
    *(
        (
            "heads_joined_without_swap",
            {"join": join},
            "Your heads are put side by side in the wrong order.",
            "One text's mixture is (n_heads, 1, d_head). In which order do its numbers lie side by side?",
        )
        for join in (
            lambda mixed: mixed.transpose(2, 1, 0).reshape(-1),
            lambda mixed: mixed[::-1].reshape(-1),
        )
    ),
    (
        "cache_split_without_swap",
        {"cut": lambda rows, block: rows.reshape(block.n_heads, len(rows), -1)},
        "Your cached rows are cut into heads in the wrong order: reshape alone mixes tokens with heads.",
        "(n, n_heads · d_head) has to become (n_heads, n, d_head). Which axes change places, and when?",
    ),
    (
        "norm_forgotten",
        {"norm": lambda X, gain: X},
        "Your step projects X itself, not its norm.",
        "What does block_step do with x before the projections?",
    ),
    (
        "gain_forgotten",
        {"norm": lambda X, gain: rms_norm(X, np.ones_like(gain))},
        "Your norm before attention does without its gain.",
        "Which array of the block does rms_norm take?",
    ),
    (
        "added_to_the_norm",
        {"add": lambda X, attended, normed: normed + attended},
        "Your attention is added to the norm of X.",
        "Which X goes past attention, before or after the norm?",
    ),
    (
        "feed_forward_of_old_x",
        {"then": lambda X, block, before: X + feed_forward(before, block)},
        "Your feed-forward layer gets what X was before attention.",
        "Which of the two does block_step hand to it?",
    ),
    (
        "added_to_old_x",
        {"then": lambda X, block, before: before + feed_forward(X, block)},
        "Your feed-forward layer is added to what X was before attention.",
        "What has attention added in the meantime?",
    ),
    (
        "feed_forward_normed_twice",
        {"then": lambda X, block, before: X + feed_forward(rms_norm(X, block.feed_forward_gain), block)},
        "Your feed-forward layer gets what has been through its norm already.",
        "What does feed_forward do first with what it is given?",
    ),
    *(
        (
            "rows_sorted",
            {"give": lambda X, positions, order=order: X[order(positions)]},
            "Your rows stand in the order of the texts' lengths.",
            "Whose output is row 0? Who puts sorted texts back?",
        )
        for order in (_in_order_of, lambda positions: _in_order_of(positions, -1))
    ),
    (
        "mixes_keys",
        {"rows_of": lambda caches, b, looked_at: looked_at(caches[b])[:1] * 2},
        "Your output is a mix of keys.",
        "Which array says what a token hands over?",
    ),
    (
        "oldest_token_not_seen",
        {
            "rows_of": lambda caches, b, looked_at: [
                rows[1:] if len(rows) > 1 else rows for rows in looked_at(caches[b])
            ]
        },
        "Your texts don't see their first token.",
        "Where does your slice of the cached rows begin?",
    ),
    (
        "all_at_the_mean_position",
        {"places": lambda p: np.full_like(p, int(p.mean()))},
        "Every text of your batch stands at the mean position.",
        "Which place has the newest token of each text in its own text?",
    ),
    (
        "another_texts_row",
        {"keep": lambda b, keys, values: (keys[len(keys) - 1 - b], values[len(keys) - 1 - b])},
        "Your caches get the rows of each other's texts.",
        "Which row of K belongs to text b?",
    ),
    companions=COMPANION,
)
