"""What the misconceptions of this lesson are made from: rounding and one pass over blocks, with exchangeable
parts."""

import numpy as np

from autograder.kit.not_softmax import softmax_of

# -- quantize -------------------------------------------------------------------------------------------


def rounding(
    rows,
    *,
    largest=lambda rows: np.abs(rows).max(axis=1, keepdims=True),
    levels=127,
    round=np.rint,
    within=lambda numbers: numbers,
    numbers=lambda rows, scales: rows / scales,
    told=lambda rows, scales: scales,
):
    """quantize in exchangeable parts."""
    scales = (largest(rows) / levels).astype(np.float32)
    with np.errstate(all="ignore"):
        made = within(round(numbers(rows, np.where(scales == 0, np.float32(1), scales)))).astype(np.int8)
        return made, np.asarray(told(rows, scales), dtype=np.float32)


def clipped(low, high):
    return lambda numbers: np.clip(numbers, low, high)


def range_of_row(rows):
    """So that a 127th of it is a 255th of a row's range."""
    return (rows.max(axis=1, keepdims=True) - rows.min(axis=1, keepdims=True)) * (127 / 255)


def from_the_lowest(rows, scales):
    return (rows - rows.min(axis=1, keepdims=True)) / scales - 128


def from_the_lowest_up(rows, scales):
    return (rows - rows.min(axis=1, keepdims=True)) / scales


def ones(rows, scales):
    return np.ones_like(scales)


# -- attend_int8 ----------------------------------------------------------------------------------------


def attention_in_int8(
    q,
    K8,
    k_scales,
    V8,
    v_scales,
    *,
    products=lambda q, K8: K8 @ q,
    root=lambda q, K8: np.float32(np.sqrt(len(q))),
    scaled=lambda scores, k_scales, v_scales: scores * k_scales,
    weights=softmax_of,
    weighed=lambda weights, k_scales, v_scales: weights * v_scales,
    mix=lambda weights, V8, v_scales: weights @ V8,
):
    """attend_int8 in exchangeable parts; scales come as (n,)."""
    k, v = k_scales[:, 0], v_scales[:, 0]
    scores = scaled(products(q, K8) / root(q, K8), k, v)
    return mix(weighed(weights(scores), k, v), V8, v)


def weighed_shares(weights, k, v):
    return weights * v / (weights * v).sum()


# -- attend_in_blocks -----------------------------------------------------------------------------------


def one_pass(
    Q,
    blocks,
    *,
    root=lambda Q, K, V: np.sqrt(Q.shape[1]),
    start=-np.inf,
    shown=lambda blocks: blocks,
    larger=lambda largest, scores: np.maximum(largest, scores.max(axis=1, keepdims=True)),
    reference=lambda old, new, scores: new,
    factor=lambda old, new: np.exp(old - new),
    sums=lambda total, factor, exps: total * factor + exps.sum(axis=1, keepdims=True),
    masked=lambda scores: scores,
    share=lambda exps, total: exps,
    mixes=lambda mixture, factor, exps, V: mixture * factor + exps @ V,
    settle=lambda mixture, total: mixture,
    kept=lambda new, scores: new,
    ends=lambda mixture, total: mixture / total,
):
    """attend_in_blocks in exchangeable parts."""
    largest = np.full((len(Q), 1), start, dtype=float)
    total, mixture = np.zeros((len(Q), 1)), 0.0
    with np.errstate(all="ignore"):
        for K, V in shown(list(blocks)):
            scores = masked(Q @ K.T / root(Q, K, V))
            new = larger(largest, scores)
            exps = np.exp(scores - reference(largest, new, scores))
            by = factor(largest, new)
            total = sums(total, by, exps)
            mixture = settle(mixes(mixture, by, share(exps, total), V), total)
            largest = kept(new, scores)
        return ends(mixture, total)


def added_as_it_is(total, factor, exps):
    return total + exps.sum(axis=1, keepdims=True)


def mixed_as_it_is(mixture, factor, exps, V):
    return mixture + exps @ V


def first_blocks_maximum(largest, scores):
    return np.where(np.isfinite(largest), largest, scores.max(axis=1, keepdims=True))


def _per_block(Q, blocks, weigh):
    """The mean of what attention gives for each block alone."""
    outputs, weights = [], []
    for K, V in blocks:
        scores = Q @ K.T / np.sqrt(Q.shape[1])
        exps = np.exp(scores - scores.max(axis=1, keepdims=True))
        outputs.append(exps @ V / exps.sum(axis=1, keepdims=True))
        weights.append(weigh(scores, exps))
    return sum(w * o for w, o in zip(weights, outputs)) / sum(weights)


def mean_of_blocks(Q, blocks):
    return _per_block(Q, blocks, lambda scores, exps: 1.0)


def mean_by_rows(Q, blocks):
    return _per_block(Q, blocks, lambda scores, exps: scores.shape[1])


def mean_by_sums(Q, blocks):
    return _per_block(Q, blocks, lambda scores, exps: exps.sum(axis=1, keepdims=True))


def sum_of_blocks(Q, blocks):
    blocks = list(blocks)
    return len(blocks) * mean_of_blocks(Q, blocks)


def joined(Q, blocks, *, weights=softmax_of):
    """All blocks put together, in exchangeable parts."""
    K, V = (np.concatenate(parts) for parts in zip(*blocks))
    return weights(Q @ K.T / np.sqrt(Q.shape[1])) @ V


def running_mean(Q, blocks):
    """The mean of what there is and of the next block's own attention, again and again."""
    own = [joined(Q, [block]) for block in blocks]
    mean = own[0]
    for output in own[1:]:
        mean = (mean + output) / 2
    return mean


def causal(scores):
    return softmax_of(np.where(np.tri(*scores.shape, dtype=bool), scores, -np.inf))
