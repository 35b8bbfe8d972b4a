"""What the misconceptions of this lesson are made from."""

import math

import numpy as np


class Cache:
    """A KV cache in exchangeable parts: tokens are rows at numbered slots, a slot never written reads as
    zeros.

    take(array) -> (t, d)           what is kept of an appended array
    route(k, v) -> (k, v)           which of the two goes where
    place(rows, n, new) -> n        writes (t, d) into the dict {slot: row} of n tokens, says how many there
                                    are now
    place_values                    the same for values, if these are treated in another way
    show(array (n, d)) -> array     what reading gives
    empty(d) -> array               what reading gives when there is nothing
    count(n, appends, before) -> int  what len gives; before: how many tokens there were before the last
                                      append
    """

    def __init__(
        self,
        d_k,
        d_v,
        *,
        take=lambda a: np.array(a, ndmin=2),
        route=lambda k, v: (k, v),
        place=lambda rows, n, new: behind(rows, n, new),
        place_values=None,
        show=lambda rows: rows,
        empty=lambda d: np.empty((0, d)),
        count=lambda n, appends, before: n,
    ):
        self._take, self._route, self._place = take, route, (place, place_values or place)
        self._show, self._empty, self._count = show, empty, count
        self._widths = d_k, d_v
        self._rows = {}, {}
        self._lengths = [0, 0]
        self._appends = self._before = 0
        self._dtypes = None

    def append(self, k, v):
        new = self._route(self._take(k), self._take(v))
        self._dtypes = self._dtypes or [rows.dtype for rows in new]
        self._before = self._lengths[0]
        self._lengths = [
            place(rows, n, rows_new)
            for place, rows, n, rows_new in zip(self._place, self._rows, self._lengths, new)
        ]
        self._appends += 1

    def _read(self, which):
        rows, width, n = self._rows[which], self._widths[which], self._lengths[which]
        if n == 0:
            nothing = self._empty(width)
            return nothing if nothing is None or nothing.ndim < 2 else self._show(nothing)
        unwritten = np.zeros(width, self._dtypes[which])
        return self._show(
            np.array([rows.get(slot, unwritten) for slot in range(n)], dtype=self._dtypes[which])
        )

    keys = property(lambda self: self._read(0))
    values = property(lambda self: self._read(1))

    def __len__(self):
        return self._count(self._lengths[0], self._appends, self._before)


def behind(rows, n, new):
    rows.update(enumerate(new, n))
    return n + len(new)


def softmax_of(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def naive_softmax(scores):
    exps = np.exp(scores)
    return exps / exps.sum(axis=-1, keepdims=True)


ALONE_IN_BOTH = (
    (
        "weights_returned",
        {"mix": lambda weights, keys, values: weights},
        "Your output is the weights.",
        "A token's output is a mix of values. Where do they come in?",
    ),
    (
        "cache_emptied",
        {"keep": lambda cache, q, k, v: empty_and_keep(cache, q, k, v)},
        "Your code empties the cache first: what earlier tokens left there is gone.",
        "What does __init__ do to a cache that is in use? Who makes the cache, and for how many tokens?",
    ),
)


def keep_and_show(cache, q, k, v):
    """Append, and read what the query may look at: the new tokens included."""
    cache.append(k, v)
    return cache.keys, cache.values


def empty_and_keep(cache, q, k, v):
    cache.__init__(k.shape[-1], v.shape[-1])
    return keep_and_show(cache, q, k, v)


def keep_twice(cache, q, k, v):
    cache.append(k, v)
    return keep_and_show(cache, q, k, v)


def keep_after_looking(cache, q, k, v):
    seen = np.array(cache.keys), np.array(cache.values)
    cache.append(k, v)
    return seen


def keep_and_again_after_looking(cache, q, k, v):
    seen = [a.copy() for a in keep_and_show(cache, q, k, v)]
    cache.append(k, v)
    return seen


def look_and_forget(cache, q, k, v):
    return np.vstack([cache.keys, k]), np.vstack([cache.values, v])


IN_BOTH = (
    *(
        (
            "appends_twice",
            {"keep": keep},
            "Your code puts what is new into the cache twice.",
            "Who calls append, and how often for one token?",
        )
        for keep in (keep_twice, keep_and_again_after_looking)
    ),
    *(
        (
            "keys_and_values_swapped",
            {"keep": keep},
            "Your code uses the values as keys and the keys as values.",
            "In which order does append take its two arguments, and which of the two arrays does the query "
            "meet?",
        )
        for keep in (
            lambda cache, q, k, v: keep_and_show(cache, q, v, k),
            lambda cache, q, k, v: keep_and_show(cache, q, k, v)[::-1],
        )
    ),
    (
        "query_kept_as_key",
        {"keep": lambda cache, q, k, v: keep_and_show(cache, q, q, v)},
        "Your code keeps the query where the key belongs.",
        "Which of q and k will later tokens compare themselves with?",
    ),
    (
        "never_appends",
        {"keep": lambda cache, q, k, v: (cache.keys, cache.values)},
        "Your code looks at the cache and leaves it as it was.",
        "How does the next step learn about this token?",
    ),
    (
        "not_kept",
        {"keep": look_and_forget},
        "Your code uses what is new together with what is cached, and then forgets it.",
        "How does the next step learn about this token?",
    ),
    (
        "key_as_query",
        {"query": lambda q, k: k},
        "Your output is what attention gives when a new token's key, not its query, is compared with the "
        "keys.",
        "Which of q and k asks, and which one is looked up?",
    ),
    (
        "no_scale",
        {"divisor": lambda q, v, n: 1.0},
        "Your output is what attention gives without dividing the scores.",
        "What happens to the size of q · k as d_k grows, and what in the formula undoes that?",
    ),
    (
        "scale_sqrt_n",
        {"divisor": lambda q, v, n: math.sqrt(n)},
        "Your output is what attention gives when scores are divided by the root of the number of tokens.",
        "A score is a sum of how many products? Does that number change when one more token comes?",
    ),
    (
        "scale_sqrt_d_v",
        {"divisor": lambda q, v, n: math.sqrt(v.shape[-1])},
        "Your output is what attention gives when scores are divided by √d_v.",
        "Which two vectors make a score, and how long are they?",
    ),
    (
        "scale_d_k",
        {"divisor": lambda q, v, n: q.shape[-1]},
        "Your output is what attention gives when scores are divided by d_k itself.",
        "What becomes of the spread of a sum when it has four times as many terms: four times as much, or "
        "twice?",
    ),
    (
        "multiplied_by_scale",
        {"divisor": lambda q, v, n: 1 / math.sqrt(q.shape[-1])},
        "Your output is what attention gives when scores are multiplied by √d_k.",
        "Should longer vectors make the scores larger, or is this what the scale is there to prevent?",
    ),
    (
        "naive_exp",
        {"normalise": naive_softmax},
        "Your softmax takes exp of the scores as they are, and exp(800) is more than a float64 can hold.",
        "Which number can be taken off all scores of a row without changing its softmax?",
    ),
    (
        "not_normalised",
        {"normalise": lambda s: np.exp(s - s.max(axis=-1, keepdims=True))},
        "Your output is what attention gives when the weights do not add up to 1.",
        "What does the softmax do after exp?",
    ),
    (
        "softmax_twice",
        {"normalise": lambda s: softmax_of(np.where(np.isfinite(s), softmax_of(s), -np.inf))},
        "Your output is what attention gives when softmax is applied to what went through softmax before.",
        "How often does softmax run between the scores and the output?",
    ),
    (
        "scaled_after_softmax",
        {
            "divisor": lambda q, v, n: 1.0,
            "mix": lambda weights, keys, values: weights @ values / math.sqrt(keys.shape[1]),
        },
        "Your output is what attention gives when the weights, not the scores, are divided by √d_k.",
        "What should the weights of one query add up to?",
    ),
    (
        "mixes_keys",
        {"mix": lambda weights, keys, values: weights @ keys},
        "Your output is a mix of keys.",
        "Keys say how well a token fits. What do its values say, and which of the two does the output "
        "consist of?",
    ),
    (
        "mean_for_sum",
        {"mix": lambda weights, keys, values: weights @ values / len(values)},
        "Your output is what attention gives when the weighted values are averaged in place of added up.",
        "The weights add up to 1 already. What does dividing by n do then?",
    ),
)


def step(
    q,
    k,
    v,
    cache,
    *,
    keep=keep_and_show,
    query=lambda q, k: q,
    sees=slice(None),
    divisor=lambda q, v, n: math.sqrt(len(q)),
    normalise=softmax_of,
    mix=lambda weights, keys, values: weights @ values,
):
    """A decode step in exchangeable parts; keep(cache, q, k, v) -> keys, values to look at."""
    keys, values = keep(cache, q, k, v)
    keys, values = keys[sees], values[sees]
    scores = keys @ query(q, k) / divisor(q, v, len(keys))
    return mix(normalise(scores), keys, values)
