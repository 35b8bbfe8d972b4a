"""What goes wrong in lesson 04: in formulas, in groups of heads, in a cache with a window.

Each answer is put together from parts; a misconception replaces some of them, so that two at once can be
recognised too.
"""

from functools import partial

import numpy as np

from autograder.misconceptions.misconception import Misconception, other_orders

KNOWN = []


def known(exercise, answer, *entries):
    """entries: (id, parts of `answer` that are replaced, sentence, question)."""
    for wrong_id, parts, sentence, question in entries:
        KNOWN.append(Misconception(wrong_id, exercise, (partial(answer, **parts),), sentence, question))


# -- formulas -----------------------------------------------------------------------------------------


def arithmetic_intensity(
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


known(
    "arithmetic_intensity",
    arithmetic_intensity,
    (
        "multiply_adds_for_flops",
        {"flops": lambda n, d_k, d_v: n * (d_k + d_v)},
        "Your number is half of what it should be: you counted multiply-adds, or each key and value as read twice.",
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
            "Which arrays does the exercise count, and how large are the others beside them for a thousand tokens?",
        )
        for numbers in (lambda n, d_k, d_v: (n + 1) * (d_k + d_v), lambda n, d_k, d_v: n * (d_k + d_v) + d_k)
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
        "Your number grows with n, as if all n queries were computed, or one token's key and value were all that is read.",
        "How many queries are there in one decode step, and how many keys does each meet?",
    ),
    (
        "rounded_down",
        {"ratio": lambda f, b: f // b},
        "Your number is rounded down to a whole one.",
        "What does // do with 24 // 48?",
    ),
)
KNOWN += [
    Misconception(
        "always_float32",
        "arithmetic_intensity",
        (lambda n, d_k, d_v, bytes_per_number: 0.5,),
        "Your number is 0.5 whatever the arguments: that of the example.",
        "What changes if a number takes 2 bytes instead of 4?",
    ),
    Misconception(
        "missing_brackets",
        "arithmetic_intensity",
        (lambda n, d_k, d_v, bytes_per_number: 2 * n * (d_k + d_v) / n * (d_k + d_v) * bytes_per_number,),
        "You divided by the first factor of the bytes and multiplied by the others.",
        "Python goes from left to right: what is 24 / 2 * 3? Which brackets make it 4?",
    ),
]


def roofline_seconds(
    flops,
    bytes_moved,
    flops_per_second,
    bytes_per_second,
    *,
    arithmetic=lambda f, r: f / r,
    memory=lambda b, r: b / r,
    join=max,
):
    return join(arithmetic(flops, flops_per_second), memory(bytes_moved, bytes_per_second))


known(
    "roofline_seconds",
    roofline_seconds,
    (
        "times_added",
        {"join": lambda a, b: a + b},
        "You added the two times.",
        "While the next numbers are on their way, what can the processor do with those that have arrived?",
    ),
    (
        "shorter_time",
        {"join": min},
        "You took the shorter of the two times.",
        "Two things have to be finished. When is the last of them?",
    ),
    (
        "average_time",
        {"join": lambda a, b: (a + b) / 2},
        "You took the average of the two times.",
        "Two things have to be finished. When is the last of them?",
    ),
    (
        "memory_only",
        {"join": lambda a, b: b},
        "Your time is that of memory, always.",
        "What if there is a lot to compute with every byte?",
    ),
    (
        "arithmetic_only",
        {"join": lambda a, b: a},
        "Your time is that of arithmetic, always.",
        "What if there is next to nothing to compute with every byte?",
    ),
    (
        "rate_over_amount",
        {"arithmetic": lambda f, r: r / f if f else 0.0, "memory": lambda b, r: r / b if b else 0.0},
        "You divided the rates by the amounts.",
        "At 10 bytes a second, how long do 50 bytes take?",
    ),
    (
        "rates_multiplied",
        {"arithmetic": lambda f, r: f * r, "memory": lambda b, r: b * r},
        "You multiplied amounts and rates.",
        "At 10 bytes a second, how long do 50 bytes take?",
    ),
    (
        "rounded_down",
        {"arithmetic": lambda f, r: f // r, "memory": lambda b, r: b // r},
        "Your times are rounded down to whole seconds.",
        "What does // do with 3 // 2?",
    ),
    (
        "flops_counted_twice",
        {"arithmetic": lambda f, r: 2 * f / r},
        "Your arithmetic takes twice as long as it should.",
        "flops are FLOPs already. What is left to double?",
    ),
    (
        "milliseconds",
        {"join": lambda a, b: 1000 * max(a, b)},
        "Your time is in milliseconds.",
        "In which unit do FLOPs over FLOPs a second come?",
    ),
)
# these need both rates at once, so they are functions of their own:
KNOWN += [
    Misconception(
        "rates_swapped",
        "roofline_seconds",
        (lambda f, b, fr, br: max(f / br, b / fr),),
        "You divided FLOPs by bytes a second, and bytes by FLOPs a second.",
        "Write the units beside each division. Which pairs leave seconds?",
    ),
    Misconception(
        "bend_upside_down",
        "roofline_seconds",
        (lambda f, b, fr, br: f / fr if b == 0 or f / b > br / fr else b / br,),
        "You compare the intensity with bytes a second over FLOPs a second.",
        "Intensity has FLOPs above the line and bytes below. And where your roofline bends?",
    ),
    Misconception(
        "larger_amount_decides",
        "roofline_seconds",
        (lambda f, b, fr, br: f / fr if f > b else b / br,),
        "Your time is that of the larger amount, FLOPs or bytes, whatever the machine does in a second.",
        "Which takes longer: 100 steps at a run, or 50 at a crawl?",
    ),
    Misconception(
        "speed_for_time",
        "roofline_seconds",
        (lambda f, b, fr, br: min(fr, f / b * br),),
        "Your number is a speed, in FLOPs a second.",
        "How long does the work take at that speed?",
    ),
    *other_orders(
        "roofline_seconds",
        roofline_seconds,
        "flops bytes_moved flops_per_second bytes_per_second",
        only=("flops flops_per_second bytes_moved bytes_per_second",),
    ),
]


def generation_seconds(
    n_prompt,
    n_new,
    per_token,
    fixed,
    *,
    lengths=lambda p, new: range(p + 1, p + new + 1),
    fixed_times=lambda p, new: new,
    shown=lambda seconds: seconds,
):
    return shown(fixed * fixed_times(n_prompt, n_new) + per_token * sum(lengths(n_prompt, n_new)))


def _in_closed_form(n_prompt, n_new, per_token, fixed):
    """The same for numbers of any kind, also where arguments have changed places."""
    return n_new * fixed + per_token * (n_new * n_prompt + n_new * (n_new + 1) / 2)


known(
    "generation_seconds",
    generation_seconds,
    (
        "starts_at_prompt",
        {"lengths": lambda p, new: range(p, p + new)},
        "Your steps have the lengths n_prompt … n_prompt + n_new − 1, one less each than they should.",
        "A step attends to its own token, too. How long is the sequence in the first step after the prompt?",
    ),
    (
        "one_step_too_many",
        {"lengths": lambda p, new: range(p, p + new + 1)},
        "Your sum has a step of length n_prompt more.",
        "How many steps are there, and how long is the first?",
    ),
    *(
        (
            "one_step_too_far",
            {"lengths": lambda p, new: range(p + 1, p + new + 2), "fixed_times": fixed_times},
            "Your sum goes one step too far.",
            "How many whole numbers are there from n_prompt + 1 to n_prompt + n_new?",
        )
        for fixed_times in (lambda p, new: new, lambda p, new: new + 1)
    ),
    (
        "prompt_forgotten",
        {"lengths": lambda p, new: range(1, new + 1)},
        "Your steps have the lengths 1 … n_new, as if there were no prompt.",
        "What does the first new token attend to, besides itself?",
    ),
    *(
        (
            "prompt_written_too",
            {"lengths": lambda p, new: range(1, p + new + 1), "fixed_times": fixed_times},
            "Your sum has a step for every token of the prompt as well.",
            "The prompt is read, not written. Which lengths belong to new tokens?",
        )
        for fixed_times in (lambda p, new: new, lambda p, new: p + new)
    ),
    (
        "prompt_alone",
        {"lengths": lambda p, new: [p] * new},
        "All your steps have the length of the prompt.",
        "How long is the sequence after ten new tokens?",
    ),
    (
        "final_length_always",
        {"lengths": lambda p, new: [p + new] * new},
        "All your steps have the final length; or your sum of 1 … n_new is n_new².",
        "How long is the sequence in the very first step? And what does your formula give for 1 + 2 + 3?",
    ),
    (
        "all_tokens_once",
        {"lengths": lambda p, new: [p + new]},
        "You paid per_token once for every token there is, as if one step did it all.",
        "Each step goes through everything cached again. How often is the first token of the prompt read?",
    ),
    (
        "new_tokens_only",
        {"lengths": lambda p, new: [new]},
        "You paid per_token once for each new token.",
        "per_token is the time for one cached token in one step. How many cached tokens does a step go through?",
    ),
    (
        "half_square",
        {"lengths": lambda p, new: [new * p + new * new / 2]},
        "Your sum of 1 … n_new is n_new² / 2.",
        "1 + 2 + 3 is 6. What does your formula give for it?",
    ),
    (
        "fixed_for_prompt_too",
        {"fixed_times": lambda p, new: p + new},
        "You paid the fixed part for every token of the prompt as well.",
        "How many steps are taken, and what does each pay?",
    ),
    (
        "fixed_once",
        {"fixed_times": lambda p, new: 1 if new else 0},
        "You paid the fixed part once.",
        "The fixed part of a step reads all weights. How often are they read?",
    ),
    (
        "fixed_forgotten",
        {"fixed_times": lambda p, new: 0},
        "Your time has no fixed part.",
        "What does a step cost that has nothing to do with its length?",
    ),
    (
        "prompt_counted_once",
        {"lengths": lambda p, new: [p, new * (new + 1) // 2]},
        "Your sum has the tokens of the prompt once.",
        "How many of the n_new steps go through the prompt's keys and values?",
    ),
    *(
        (
            "odd_count_halved",
            {"lengths": lengths},
            "Your time is what comes out if half the number of steps is rounded down.",
            "Try n_new = 3: how many pairs are there? Where may you divide by 2, so that nothing gets lost?",
        )
        for lengths in (
            lambda p, new: [new * p, new // 2 * (new + 1)],
            lambda p, new: [new // 2 * (2 * p + new + 1)],
        )
    ),
    *(
        (
            "whole_seconds",
            {"shown": shown},
            "Your time is a whole number of seconds.",
            "What does int(…), round(…) or // make of 2.5?",
        )
        for shown in (int, round)
    ),
    (
        "odd_sum_halved",
        {"lengths": lambda p, new: [(2 * p + new + 1) // 2] * new},
        "Your time is what comes out if the mean length is rounded down.",
        "Try n_prompt = 0 and n_new = 2: which lengths are these, and what is their mean? Where may you divide by 2?",
    ),
    (
        "sum_not_halved",
        {"lengths": lambda p, new: [new * (2 * p + new + 1)]},
        "Your sum of the lengths is twice what it should be.",
        "How many pairs do the n_new lengths make?",
    ),
)
KNOWN += other_orders("generation_seconds", _in_closed_form, "n_prompt n_new per_token fixed")


def crossover_length(d_model, d_ff, *, projections=4, matrices=2, products=2, tokens=lambda x: x):
    return tokens((projections * d_model * d_model + matrices * d_model * d_ff) // (products * d_model))


known(
    "crossover_length",
    crossover_length,
    (
        "one_product",
        {"products": 1},
        "You compared with one product of attention.",
        "Scores need n · d_model multiply-adds. What else does?",
    ),
    (
        "flops_against_multiply_adds",
        {"products": 4},
        "You counted attention in FLOPs and the matrices in multiply-adds.",
        "Which unit has each side of your equation?",
    ),
    (
        "output_projection_forgotten",
        {"projections": 3},
        "You counted three projections.",
        "Which matrix mixes the heads' outputs?",
    ),
    (
        "one_projection",
        {"projections": 1},
        "You counted one projection.",
        "Which matrices does a token meet before and after attention?",
    ),
    (
        "feed_forward_forgotten",
        {"matrices": 0},
        "Your length is where attention reaches the projections alone.",
        "Which other matrices does every token go through?",
    ),
    (
        "projections_forgotten",
        {"projections": 0},
        "Your length is where attention reaches the feed-forward layer alone.",
        "Where do queries, keys and values come from?",
    ),
    (
        "one_feed_forward_matrix",
        {"matrices": 1},
        "You counted one matrix of the feed-forward layer.",
        "How does the token get back from d_ff to d_model numbers?",
    ),
    (
        "three_feed_forward_matrices",
        {"matrices": 3},
        "You counted three matrices of the feed-forward layer.",
        "The gated kind has three; which does the exercise name?",
    ),
    (
        "total_for_length",
        {"products": 0.5, "tokens": int},
        "Your length is four times what it should be.",
        "What comes out when you solve 2 · n · d_model = all weights for n once more?",
    ),
)
KNOWN += [
    Misconception(
        "wide_feed_forward_assumed",
        "crossover_length",
        (lambda d_model, d_ff: 6 * d_model,),
        "Your length depends on d_model alone.",
        "What if d_ff is not four times d_model?",
    ),
    Misconception(
        "feed_forward_squared",
        "crossover_length",
        (lambda d_model, d_ff: (4 * d_model**2 + 2 * d_ff**2) // (2 * d_model),),
        "Your feed-forward matrices have d_ff rows and d_ff columns.",
        "How wide is the vector that goes in, and how wide the one that comes out?",
    ),
    Misconception(
        "attention_squared",
        "crossover_length",
        (lambda d_model, d_ff: int(np.sqrt((4 * d_model**2 + 2 * d_model * d_ff) / (2 * d_model))),),
        "You took a root, as if attention's part of a step grew with n².",
        "How many queries does one step have?",
    ),
    Misconception(
        "first_length_beyond",
        "crossover_length",
        (lambda d_model, d_ff: 2 * d_model + d_ff + 1,),
        "Your length is one more than where both are equal.",
        "What do both sides of the equation give at your n, and what one before?",
    ),
    Misconception(
        "missing_brackets",
        "crossover_length",
        (lambda d_model, d_ff: (4 * d_model**2 + 2 * d_model * d_ff) // 2 * d_model,),
        "You divided by 2 and then multiplied by d_model.",
        "Python goes from left to right: what is 24 // 2 * 3? Which brackets make it 4?",
    ),
    Misconception(
        "cost_for_length",
        "crossover_length",
        (lambda d_model, d_ff: 4 * d_model**2 + 2 * d_model * d_ff,),
        "Your number is what the six matrices cost, in multiply-adds.",
        "At which n does attention cost as much?",
    ),
    *other_orders("crossover_length", crossover_length, "d_model d_ff"),
]


# -- grouped queries ----------------------------------------------------------------------------------


def grouped_query_decode_step(
    Q,
    K,
    V,
    *,
    group=lambda h, heads, groups: h * groups // heads,
    scale=lambda Q: np.sqrt(Q.shape[1]),
    keys=lambda K, V: K,
    values=lambda K, V: V,
    normalise=lambda s: _softmax(s),
    seen=slice(None),
):
    out = np.zeros_like(Q)
    for h, q in enumerate(Q):
        g = group(h, len(Q), len(K))
        weights = normalise(keys(K, V)[g][seen] @ q / scale(Q))
        out[h] = weights @ values(K, V)[g][seen]
    return out


HALF_FOR_ROOT = (
    "What does Python make of 9 ** 1/2, and of 36 / 9 ** 1/2? Which of the signs does it work out first?"
)


def _softmax(scores):
    exps = np.exp(scores - scores.max())
    return exps / exps.sum()


def _naive_softmax(scores):
    exps = np.exp(scores)
    return exps / exps.sum()


known(
    "grouped_query_decode_step",
    grouped_query_decode_step,
    (
        "groups_interleaved",
        {"group": lambda h, heads, groups: h % groups},
        "Your head h uses group h % n_kv_heads.",
        "With 6 heads and 2 groups, which heads are neighbours in group 0?",
    ),
    (
        "heads_over_groups",
        {"group": lambda h, heads, groups: min(h // groups, groups - 1)},
        "Your head h uses group h // n_kv_heads.",
        "With 6 heads and 2 groups, how many heads are neighbours in group 0?",
    ),
    (
        "first_group_for_all",
        {"group": lambda h, heads, groups: 0},
        "All your heads use group 0.",
        "Which group does the last head belong to?",
    ),
    (
        "groups_reversed",
        {"group": lambda h, heads, groups: groups - 1 - h * groups // heads},
        "Your groups go from the last to the first.",
        "Which group does head 0 belong to?",
    ),
    (
        "scale_forgotten",
        {"scale": lambda Q: 1.0},
        "Your scores are not divided by √d.",
        "What keeps scores at the same size when vectors get longer?",
    ),
    (
        "scale_by_d",
        {"scale": lambda Q: Q.shape[1]},
        "Your scores are divided by d, not by its root.",
        "How fast do dot products of random vectors grow with their length?",
    ),
    (
        "half_for_root",
        {"scale": lambda Q: 2 * Q.shape[1]},
        "Your scores are divided by twice d.",
        HALF_FOR_ROOT,
    ),
    (
        "half_for_root",
        {"scale": lambda Q: Q.shape[1] / 2},
        "Your scores are divided by half of d.",
        HALF_FOR_ROOT,
    ),
    (
        "scale_by_model_width",
        {"scale": lambda Q: np.sqrt(Q.size)},
        "Your scores are divided by the root of n_heads · d.",
        "Over how many numbers does one head's dot product run?",
    ),
    (
        "scale_by_heads",
        {"scale": lambda Q: np.sqrt(len(Q))},
        "Your scores are divided by the root of the number of heads.",
        "Which axis of Q does the dot product run over?",
    ),
    (
        "scale_upside_down",
        {"scale": lambda Q: 1 / np.sqrt(Q.shape[1])},
        "Your scores are multiplied by √d.",
        "Do scores get larger or smaller with the width, before they are scaled?",
    ),
    (
        "values_as_keys",
        {"keys": lambda K, V: V},
        "Your scores compare queries with values.",
        "Which array says how a token can be found?",
    ),
    (
        "keys_as_values",
        {"values": lambda K, V: K},
        "Your output is a mix of keys.",
        "Which array holds what a token hands over?",
    ),
    (
        "softmax_forgotten",
        {"normalise": lambda s: s},
        "Your weights are the scores themselves.",
        "What makes scores positive shares that add up to 1?",
    ),
    (
        "weights_not_normalised",
        {"normalise": lambda s: np.exp(s - s.max())},
        "Your weights don't add up to 1.",
        "What is the sum of the exponentials for?",
    ),
    (
        "softmax_overflows",
        {"normalise": _naive_softmax},
        "Your softmax takes exponentials of the scores as they are.",
        "What is e^1000 in floating point?",
    ),
    (
        "newest_token_left_out",
        {"seen": slice(None, -1)},
        "Your heads don't see the newest token.",
        "K and V hold n tokens. Is there one that a decode step may not use?",
    ),
    (
        "oldest_token_left_out",
        {"seen": slice(1, None)},
        "Your heads don't see token 0.",
        "Where does your slice of the tokens begin?",
    ),
)


def _one_softmax_for_all(Q, K, V):
    groups = np.arange(len(Q)) * len(K) // len(Q)
    scores = np.einsum("hd,hnd->hn", Q, K[groups]) / np.sqrt(Q.shape[1])
    return np.einsum("hn,hnd->hd", _softmax(scores), V[groups])


def _softmax_over_heads(Q, K, V):
    groups = np.arange(len(Q)) * len(K) // len(Q)
    scores = np.einsum("hd,hnd->hn", Q, K[groups]) / np.sqrt(Q.shape[1])
    exps = np.exp(scores - scores.max(axis=0))
    return np.einsum("hn,hnd->hd", exps / exps.sum(axis=0), V[groups])


def _as_cut(scores_of=lambda q, K: q @ K.swapaxes(1, 2), give=lambda out: out, query=lambda q: q):
    """A step on queries cut into groups, in exchangeable parts."""

    def answer(Q, K, V):
        d = Q.shape[1]
        scores = scores_of(query(Q.reshape(len(K), -1, d)), K) / np.sqrt(d)
        exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
        return give(exps / exps.sum(axis=-1, keepdims=True) @ V).reshape(Q.shape)

    return answer


def _softmax_along(axis):
    """Softmax along one axis of scores laid out as (groups, heads of a group, tokens)."""

    def answer(Q, K, V):
        scores = Q.reshape(len(K), -1, Q.shape[1]) @ K.swapaxes(1, 2) / np.sqrt(Q.shape[1])
        exps = np.exp(scores - scores.max(axis=axis, keepdims=True))
        return (exps / exps.sum(axis=axis, keepdims=True) @ V).reshape(Q.shape)

    return answer


def _masked(by_head):
    """A causal mask over the heads, counted in all or in their group."""

    def answer(Q, K, V):
        size = len(Q) // len(K)
        rows = []
        for h in range(len(Q)):
            group, seen = slice(h // size, h // size + 1), slice(by_head(h, size) + 1)
            rows.append(grouped_query_decode_step(Q[h : h + 1], K[group, seen], V[group, seen])[0])
        return np.array(rows)

    return answer


def _mean_of_the_group(Q, K, V):
    of_group = Q.reshape(len(K), -1, Q.shape[1]).mean(axis=1)
    return np.repeat(grouped_query_decode_step(of_group, K, V), len(Q) // len(K), axis=0)


def _dealt_out(Q, K, V):
    """Heads cut the wrong way, (-1, n_kv_heads, d), each group worked out, and laid out group by group."""
    by_group = Q.reshape(-1, len(K), Q.shape[1]).swapaxes(0, 1).reshape(Q.shape)
    return grouped_query_decode_step(by_group, K, V)


KNOWN += [
    Misconception(
        "softmax_over_everything",
        "grouped_query_decode_step",
        (_one_softmax_for_all,),
        "Your weights of all heads together add up to 1.",
        "Over which axis does one head's softmax run?",
    ),
    *(
        Misconception(
            "softmax_over_heads",
            "grouped_query_decode_step",
            (answer,),
            "Your softmax runs over the heads.",
            "Which numbers should add up to 1: those of one token, or of one head?",
        )
        for answer in (_softmax_over_heads, _softmax_along(1))
    ),
    Misconception(
        "reshaped_for_transposed",
        "grouped_query_decode_step",
        (_as_cut(scores_of=lambda q, K: q @ K.reshape(len(K), K.shape[2], -1)),),
        "Your keys were reshaped where rows and columns should change places.",
        "What are the two rows of np.arange(6).reshape(3, 2).reshape(2, 3), and what those of .T?",
    ),
    Misconception(
        "outputs_out_of_order",
        "grouped_query_decode_step",
        (_as_cut(give=lambda out: out.swapaxes(0, 1)),),
        "Your outputs come in another order than their queries.",
        "Which heads are neighbours in Q, and which in your result?",
    ),
    Misconception(
        "first_query_for_all",
        "grouped_query_decode_step",
        (_as_cut(query=lambda q: np.broadcast_to(q[:, :1], q.shape)),),
        "All heads of a group give what the first of them gives.",
        "How many queries has a group?",
    ),
    Misconception(
        "softmax_over_groups",
        "grouped_query_decode_step",
        (_softmax_along(0),),
        "Your softmax runs over the groups.",
        "Which numbers should add up to 1: those of one token, or of one head?",
    ),
    *(
        Misconception(
            "masked_anyway",
            "grouped_query_decode_step",
            (_masked(by_head),),
            "Your first head sees one token, the next one two, and so on: there is a mask.",
            "Which of the n tokens in K comes after the one that asks?",
        )
        for by_head in (lambda h, size: h, lambda h, size: h % size)
    ),
    Misconception(
        "heads_dealt_out",
        "grouped_query_decode_step",
        (_dealt_out,),
        "Your queries were cut into groups in the wrong order, and the outputs were not put back.",
        "Which heads does Q.reshape(-1, n_kv_heads, d) put into the first row, with 6 heads and 2 groups?",
    ),
    Misconception(
        "queries_averaged",
        "grouped_query_decode_step",
        (_mean_of_the_group,),
        "All heads of a group give the same output: that of their average query.",
        "Heads of a group share keys and values. Do they also share what they look for?",
    ),
]


# -- sliding window -----------------------------------------------------------------------------------


class Window:
    """A cache with a window in exchangeable parts.

    keep(rows, window) -> rows    what stays of the tokens after an append, a list of (k, v)
    order(rows, seen, window)     how they are shown
    add(rows, new, window) -> rows   old rows and new ones joined
    count(n, seen) -> int         what len gives
    """

    def __init__(
        self,
        window,
        d_k,
        d_v,
        *,
        keep=lambda rows, window: rows[-window:],
        order=lambda rows, seen, window: rows,
        add=lambda rows, new, window: rows + new,
        count=lambda n, seen: n,
    ):
        self._window, self._widths = window, (d_k, d_v)
        self._keep, self._order, self._add, self._count = keep, order, add, count
        self._rows, self._seen = [], 0

    def append(self, k, v):
        new = list(zip(np.array(k, ndmin=2), np.array(v, ndmin=2)))
        self._rows = self._keep(self._add(self._rows, new, self._window), self._window)
        self._seen += len(new)

    def _read(self, which):
        rows = self._order(self._rows, self._seen, self._window)
        return np.array([row[which] for row in rows]) if rows else np.empty((0, self._widths[which]))

    keys = property(lambda self: self._read(0))
    values = property(lambda self: self._read(1))

    def __len__(self):
        return self._count(len(self._rows), self._seen)


def _ring(rows, seen, window):
    """As a ring buffer holds them: token t in slot t % window."""
    if len(rows) < window:
        return rows
    return [rows[(slot - seen) % window] for slot in range(window)]


def _turned_on(rows, seen, window):
    """A ring turned on instead of back when it is read."""
    return rows if len(rows) < window else [rows[(slot - 2 * seen) % window] for slot in range(window)]


def _one_dropped(rows, window):
    return rows[1:] if len(rows) > window else rows


known(
    "SlidingWindowCache",
    Window,
    (
        "no_window",
        {"keep": lambda rows, window: rows},
        "Your cache keeps every token.",
        "When does a token leave the cache?",
    ),
    (
        "keeps_first",
        {"keep": lambda rows, window: rows[:window]},
        "Your cache keeps the first tokens and ignores the new ones.",
        "Which tokens does a window at the end of a text show?",
    ),
    (
        "one_too_few",
        {"keep": lambda rows, window: rows[-(window - 1) :] if window > 1 else []},
        "Your cache keeps one token less than the window.",
        "After an append the new token counts, too. How many may stay of the old ones?",
    ),
    (
        "one_too_many",
        {"keep": lambda rows, window: rows[-(window + 1) :]},
        "Your cache keeps one token more than the window.",
        "After an append, how many tokens are there, the new one included?",
    ),
    (
        "newest_first",
        {"order": lambda rows, seen, window: rows[::-1]},
        "Your cache shows the newest token first.",
        "In which order were they appended?",
    ),
    (
        "order_of_slots",
        {"order": _ring},
        "Your cache shows its slots as they lie in the ring: after the first overwrite the newest token stands before older ones.",
        "Slot t % window holds token t. Where does the oldest one lie, once the ring is full?",
    ),
    (
        "ring_turned_on",
        {"order": _turned_on},
        "Your ring is turned the wrong way when it is read.",
        "Window 3, tokens 0 … 3 appended: what lies in the three slots, and how far has the oldest one to move to come first?",
    ),
    (
        "drops_one_per_append",
        {"keep": _one_dropped},
        "Your cache drops one token an append, however many came.",
        "What has to leave when a chunk of three arrives?",
    ),
    (
        "only_last_of_chunk",
        {"add": lambda rows, new, window: rows + new[-1:]},
        "Your cache keeps only the last token of a chunk.",
        "k can be (t, d_k). Which of its t rows reach the cache?",
    ),
    *(
        (
            "first_of_long_chunk",
            parts,
            "Of a chunk longer than the window your cache keeps the beginning.",
            "Which of its tokens are the most recent?",
        )
        for parts in (
            {"keep": lambda rows, window: rows[-window:] if len(rows) <= 2 * window else rows[:window]},
            {"add": lambda rows, new, window: rows + new[:window]},
        )
    ),
    (
        "long_chunk_kept_whole",
        {
            "add": lambda rows, new, window: (rows[len(new) - window :] if len(new) < window else []) + new,
            "keep": lambda rows, window: rows,
        },
        "A chunk longer than the window stays whole in your cache.",
        "How many tokens of a chunk of ten has a window of three room for?",
    ),
    (
        "all_old_ones_kept",
        {
            "add": lambda rows, new, window: rows[-(window - len(new[-window:])) :] + new[-window:],
            "keep": lambda rows, window: rows,
        },
        "When a chunk fills the window, your cache keeps all the old tokens beside it.",
        "How many old tokens may stay then, and which rows does a slice that begins at minus that many give?",
    ),
    (
        "starts_over_when_full",
        {
            "keep": lambda rows, window: (
                rows if len(rows) <= window else rows[(len(rows) - 1) // window * window :]
            )
        },
        "Your cache empties itself when it is full.",
        "How many tokens should it show right after the window has filled up?",
    ),
    (
        "len_counts_all",
        {"count": lambda n, seen: seen},
        "len(cache) counts every token that ever came.",
        "How many rows has cache.keys?",
    ),
    ("len_stays_0", {"count": lambda n, seen: 0}, "len(cache) stays 0.", "Which line makes the length grow?"),
)


class _RolledFlat(Window):
    """A ring whose numbers are turned back, all in one line, where its rows should be."""

    def _read(self, which):
        shown = super()._read(which)
        if self._seen <= self._window:
            return shown
        oldest = self._seen % self._window
        return np.roll(np.roll(shown, oldest, axis=0), -oldest)


KNOWN += [
    Misconception(
        "rolled_flat",
        "SlidingWindowCache",
        (_RolledFlat,),
        "Your ring is turned by numbers, not by rows.",
        "What does np.roll move if it is told no axis?",
    ),
]
