"""merge: two parts of one attention, worked out apart, as one."""

import functools
import itertools

import numpy as np

from autograder.kit.exercise import another_type, array, aspect, call, close, exercise, fail, something
from autograder.kit.misconception import known

NAMES = ("the mixture", "the largest score", "the sum")


def _part(scores, V, dtype=np.float64):
    """(mixture (d_v,), largest score, sum of exp(score − largest)) of one query, worked out in float64."""
    largest = scores.max()
    exps = np.exp(scores - largest)
    return (exps @ V / exps.sum()).astype(dtype), dtype(largest), dtype(exps.sum())


def _probe(merge, rng):
    for n, m, shift, d_v in (
        (4, 3, 0.0, 3),
        (2, 5, 5.0, 2),
        (3, 3, -5.0, 4),
        (1, 1, 0.0, 2),
        (2, 3, 2000.0, 3),
    ):
        scores, V = rng.normal(size=n + m), rng.normal(size=(n + m, d_v))
        scores[n:] += shift
        for part in merge(_part(scores[:n], V[:n]), _part(scores[n:], V[n:])):
            yield np.asarray(part, dtype=float)


@exercise("merge", probe=_probe)
def merge(merge, *, rng):
    """(mixture, largest score, sum): the part that the rows of both parts together make."""
    with aspect("shape", "three things again: a mixture of d_v numbers, a largest score, a sum"):
        for n, m in ((3, 2), (1, 1)):
            _take(merge, rng.normal(size=n + m), rng.normal(size=(n + m, 3)), n, "", compare=False)
    with aspect(
        "equals",
        "the mixture, the largest score and the sum are those of all rows, in whichever order parts come",
    ):
        for n, m in ((3, 2), (1, 4), (5, 1), (1, 1), (2, 2)):
            for shift in (0.0, 4.0, -4.0):
                scores = rng.normal(size=n + m)
                scores[n:] += shift
                _take(merge, scores, rng.normal(size=(n + m, 3)), n, f"parts of {n} and {m} rows")
        for said, scores, V in _awkward(rng):
            _take(merge, scores, V, 2, said)
        _any_order(merge, rng)
    with aspect("numerics", "largest scores thousands apart, or thousands below zero, do no harm"):
        for a, b in itertools.permutations((0.0, -5000.0, 5000.0, 1e12, -1e12), 2):
            scores = np.repeat([a, b], 2) + np.array([0.0, -1.0, 0.0, -2.0])
            _take(merge, scores, rng.normal(size=(4, 2)), 2, f"largest scores {a:g} and {b:g}")
        scores = -3000.0 - rng.uniform(0, 3, size=4)
        _take(merge, scores, rng.normal(size=(4, 2)), 2, "all scores around −3,000")
    with aspect("dtype", "float32 stays float32"):
        _take(merge, rng.normal(size=5), rng.normal(size=(5, 3)), 2, "float32", dtype=np.float32)
    with aspect("inputs", "both parts are left as they were, earlier results too"):
        _left_alone(merge, rng)


def _awkward(rng):
    V = rng.normal(size=(5, 3))
    yield "scores all the same", np.full(5, 0.7), V
    yield "scores of 0", np.zeros(5), V
    yield "values of zeros", rng.normal(size=5), np.zeros((5, 3))
    yield "values all the same", rng.normal(size=5), np.repeat(V[:1], 5, axis=0)
    yield "one column of values", rng.normal(size=5), V[:, :1]
    yield "scores below zero only", -5 - np.abs(rng.normal(size=5)), V
    yield "a value a thousand times as large", rng.normal(size=5), V * [[1], [1], [1], [1000], [1]]


def _merged(merge, a, b, d_v, said, dtype=None):
    result = call(merge, a, b, shown="merge(a, b)" + (said and f" for {said}"))
    something(result, "merge(a, b)")
    if not isinstance(result, (tuple, list)) or len(result) != 3:
        seen = f"has {len(result)} things in it" if isinstance(result, (tuple, list)) else ""
        another_type(
            result, "merge(a, b)", "three things, as each part has: mixture, largest score, sum", seen=seen
        )
    shapes = ((d_v,), (), ())
    parts = []
    for part, shape, name in zip(result, shapes, NAMES):
        if np.shape(part) == (1,) and shape == () and isinstance(part, np.ndarray):
            part = part[0]
        parts.append(array(part, shape=shape, dtype=dtype if shape else None, what=name))
    return parts


def _take(merge, scores, V, n, said, compare=True, dtype=None):
    kind = dtype or np.float64
    a, b = _part(scores[:n], V[:n], kind), _part(scores[n:], V[n:], kind)
    parts = _merged(merge, a, b, V.shape[1], said, dtype)
    if not compare:
        return parts
    for got, wanted, name in zip(parts, _part(scores, V), NAMES):
        _finite(got, name, said)
        close(got, wanted, what=name, inputs=said, dtype=kind, of=V if name == NAMES[0] else 0.0)
    return parts


def _finite(got, name, said):
    if not np.isfinite(got).all():
        fail(
            f"{name} is {np.asarray(got)[~np.isfinite(got)].ravel()[0]} for {said}.",
            question="Print both exponents. Is one of them above 0, and must it be?",
        )


def _any_order(merge, rng):
    scores, V = rng.normal(size=10) * 3, rng.normal(size=(10, 3))
    parts = [_part(scores[i : i + 2], V[i : i + 2]) for i in range(0, 10, 2)]
    wanted = _part(scores, V)

    def together(a, b):
        a, b = ((mixture.copy(), largest, total) for mixture, largest, total in (a, b))
        mixture, largest, total = _merged(merge, a, b, 3, "parts that were merged before")
        return mixture, np.float64(largest), np.float64(total)

    a, b, c, d, e = parts
    for got in (
        functools.reduce(together, parts),
        functools.reduce(together, parts[::-1]),
        together(together(a, b), together(together(c, d), e)),
        together(e, together(together(b, d), together(c, a))),
    ):
        for one, right, name in zip(got, wanted, NAMES):
            close(one, right, what=name, inputs="five parts merged one after the other, or in pairs")


def _left_alone(merge, rng):
    scores, V = rng.normal(size=5), rng.normal(size=(5, 3))
    parts = _part(scores[:2], V[:2]), _part(scores[2:], V[2:])
    before = [part[0].copy() for part in parts]
    first = call(merge, *parts, shown="merge(a, b)")
    kept = np.array(first[0])
    call(merge, *(_part(-scores[i:], V[i:]) for i in (2, 3)), shown="merge(a, b)")
    for part, was, name in zip(parts, before, "ab"):
        if not np.array_equal(part[0], was):
            fail(
                f"your code changed the mixture of its input {name}. Whoever called it may merge that part "
                "with others, too: make a new array instead of writing into this one.",
                misconception="changes_input",
                diagnosable=False,
            )
    if not np.array_equal(kept, first[0]):
        fail(
            "the result of an earlier call changed when merge was called again. Make a "
            "new array in each call.",
            misconception="shared_result",
            diagnosable=False,
        )


def in_parts(
    a,
    b,
    *,
    larger=max,
    factor=lambda m, largest: np.exp(m - largest),
    given=lambda fa, fb: (fa, fb),
    share=lambda s, f: s * f,
    sums=lambda sa, sb, fa, fb: sa * fa + sb * fb,
    plain=None,
    over=lambda wa, wb, total: wa + wb,
    mix=lambda a, b, wa, wb, over: (a * wa + b * wb) / over,
    told=lambda mixture, largest, total: (mixture, largest, total),
):
    """merge in exchangeable parts."""
    (A, ma, sa), (B, mb, sb) = a, b
    largest = larger(ma, mb)
    with np.errstate(all="ignore"):
        fa, fb = given(factor(ma, largest), factor(mb, largest))
        wa, wb, total = share(sa, fa), share(sb, fb), sums(sa, sb, fa, fb)
        return told(mix(A, B, wa, wb, plain(sa, sb) if plain else over(wa, wb, total)), largest, total)


def _sum(sums):
    """A wrong sum that is only handed over, or that the mixture is divided by as well."""
    return [{"sums": sums}, {"sums": sums, "over": lambda wa, wb, total: total}]


def _plain(sa, sb, fa, fb):
    return sa + sb


MISCONCEPTIONS = known(
    in_parts,
    (
        "mean_of_parts",
        {"mix": lambda A, B, wa, wb, over: (A + B) / 2},
        "Your mixture is the mean of both mixtures, whatever their scores.",
        "A part with one high score and a part with none: how much of the whole should each be?",
    ),
    (
        "mixtures_added",
        {"mix": lambda A, B, wa, wb, over: A + B},
        "Your mixture is the sum of both mixtures, and each of them was divided by its own sum.",
        "The weights of each part add up to 1. What should those of the whole add up to?",
    ),
    (
        "factors_without_sums",
        [{"share": lambda s, f: f}, {"share": lambda s, f: f, "over": lambda wa, wb, total: total}],
        "Your mixtures are weighed by exp(largest − largest of both), and their sums are left out.",
        "A part of one row and a part of a hundred, all with the same score: how much of the whole is each?",
    ),
    (
        "sums_without_factors",
        [
            {"share": lambda s, f: s},
            {"share": lambda s, f: s, "sums": _plain},
            {"share": lambda s, f: s, "over": lambda wa, wb, total: total},
        ],
        "Your mixtures are weighed by their sums as they are, though each has its own "
        "largest score taken off.",
        "exp(s − a) and exp(t − b): by which factor do they have to be corrected "
        "before they can be compared?",
    ),
    (
        "sum_not_rescaled",
        {"sums": _plain},
        "Your sum adds both sums up as they are, though each has its own largest score taken off.",
        "The sum should be one of exp(score − largest of both). By which factor does each "
        "part's differ from that?",
    ),
    (
        "sum_of_factors",
        _sum(lambda sa, sb, fa, fb: fa + fb),
        "Your sum is made of the two factors alone, without the sums of the parts.",
        "How many exponentials are in part a's sum, and how many does your sum count for it?",
    ),
    (
        "sum_larger_only",
        [
            *_sum(lambda sa, sb, fa, fb: max(sa, sb)),
            *_sum(lambda sa, sb, fa, fb: max(sa * fa, sb * fb)),
        ],
        "Your sum is the larger of the two.",
        "The sum is one over the rows of both parts. What does the other part add?",
    ),
    (
        "sums_multiplied",
        [*_sum(lambda sa, sb, fa, fb: sa * sb), *_sum(lambda sa, sb, fa, fb: sa * fa * sb * fb)],
        "Your sum is the product of both sums.",
        "The sum is one over the rows of both parts. How do two sums become one?",
    ),
    (
        "sum_is_one",
        {"sums": lambda sa, sb, fa, fb: 1.0},
        "Your sum is 1, as if the next merge had no use for it.",
        "When a third part comes: what tells how much this mixture counts?",
    ),
    (
        "not_divided",
        {"mix": lambda A, B, wa, wb, over: A * wa + B * wb},
        "Your mixture is not divided by its sum; those of both parts are.",
        "What would the next merge do with this mixture, and is it then divided by the right sum?",
    ),
    (
        "divided_by_plain_sums",
        [
            {"plain": lambda sa, sb: sa + sb},
            {"plain": lambda sa, sb: sa + sb, "sums": _plain},
        ],
        "Your mixture is divided by both sums as they are, though each has its own largest score taken off.",
        "By which factor does each sum differ from one with the largest score of both taken off?",
    ),
    (
        "factor_upside_down",
        {"factor": lambda m, largest: np.exp(largest - m)},
        "Your factors are exp(largest of both − largest of the part): the part with lower "
        "scores gets the larger one.",
        "exp(score − own largest) times what gives exp(score − largest of both)?",
    ),
    (
        "factor_without_exp",
        {"factor": lambda m, largest: m - largest},
        "Your factors are differences of largest scores, without an exponential.",
        "exp(score − own largest) times what gives exp(score − largest of both)?",
    ),
    (
        "factors_exchanged",
        [
            {"mix": lambda A, B, wa, wb, over: (A * wb + B * wa) / over},
            {"given": lambda fa, fb: (fb, fa)},
        ],
        "Each part has the other part's weight or factor.",
        "Which of the two has the higher scores, and which counts more in your result?",
    ),
    (
        "naive_exp",
        [
            {"factor": lambda m, largest: np.exp(m)},
            {
                "factor": lambda m, largest: np.exp(m),
                "sums": lambda sa, sb, fa, fb: (sa * fa + sb * fb) / max(fa, fb),
            },
            {"larger": lambda ma, mb: 0.0},
        ],
        "Your factors are exp(largest score), which is too large a number for scores in the thousands.",
        "Which number can be taken off both largest scores without changing what each part's share is?",
    ),
    (
        "smaller_for_larger",
        {"larger": min},
        "Your largest score is the smaller of the two.",
        "Which of the two scores is the largest of all rows?",
    ),
    (
        "first_parts_largest",
        [{"larger": lambda ma, mb: ma}, {"larger": lambda ma, mb: mb}],
        "Your largest score is that of one part, whichever is larger.",
        "Which score is the largest of all rows, and what becomes of exp if it is not the one taken off?",
    ),
    (
        "largest_scores_together",
        [{"larger": lambda ma, mb: ma + mb}, {"larger": lambda ma, mb: (ma + mb) / 2}],
        "Your largest score is the sum or the mean of both.",
        "Which of the two scores is the largest of all rows?",
    ),
    (
        "logarithm_of_the_sum",
        [
            {"told": lambda x, m, s: (x, m + np.log(s), s)},
            {"told": lambda x, m, s: (x, m + np.log(s), 1.0)},
        ],
        "Your largest score is the logarithm of the whole sum.",
        "The third number goes with exp(score − largest). Which largest does the next merge expect?",
    ),
    (
        "one_part_not_corrected",
        [{"given": lambda fa, fb: (1.0, fb)}, {"given": lambda fa, fb: (fa, 1.0)}],
        "One part is corrected for the largest score of both, and the other never is.",
        "Which of the two parts has the larger score, and is it always the same one?",
    ),
    (
        "sum_before_largest",
        {"told": lambda x, m, s: (x, s, m)},
        "The sum stands where the largest score should be.",
        "In which order do the three come in, and in which do yours go out?",
    ),
    (
        "one_part_only",
        [
            {"mix": lambda A, B, wa, wb, over: A},
            {"mix": lambda A, B, wa, wb, over: B},
            {"mix": lambda A, B, wa, wb, over: A if wa > wb else B},
        ],
        "Your mixture is that of one part alone.",
        "What do the rows of the other part add, even if their scores are lower?",
    ),
)
