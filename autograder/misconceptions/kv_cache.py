"""What goes wrong in lesson 02.

The cache, the step, the chunk and the sequence are put together from parts (where a row is written, what is
shown, which rows a query sees …); a misconception replaces some of them, so that two at once can be recognised too.
What a check sees directly (a store shared by all caches, a view in place of a copy) is named there.
"""

import math
from functools import partial

import numpy as np

from autograder.misconceptions.misconception import Misconception

KNOWN = []


def _know(exercise, answer, table):
    """answer(parts) -> the exercise's objects with these parts replaced; table: id, parts, sentence, question."""
    KNOWN.extend(
        Misconception(id, exercise, answer(parts), sentence, question)
        for id, parts, sentence, question in table
    )


def _know_alone(exercise, answer, table):
    """As _know, for ideas that are not looked for together with a second one."""
    for id, parts, sentence, question in table:
        objects = answer(parts)
        KNOWN.append(
            Misconception(id, exercise, tuple(_sealed(each) for each in objects), sentence, question)
        )


def _sealed(function):
    return lambda *given: function(*given)


# -- KVCache -------------------------------------------------------------------------------------------


class Cache:
    """A KV cache in exchangeable parts: tokens are rows at numbered slots, a slot never written reads as zeros.

    take(array) -> (t, d)           what is kept of an appended array
    route(k, v) -> (k, v)           which of the two goes where
    place(rows, n, new) -> n        writes (t, d) into the dict {slot: row} of n tokens, says how many there are now
    place_values                    the same for values, if these are treated in another way
    show(array (n, d)) -> array     what reading gives
    empty(d) -> array               what reading gives when there is nothing
    count(n, appends, before) -> int  what len gives; before: how many tokens there were before the last append
    """

    def __init__(
        self,
        d_k,
        d_v,
        *,
        take=lambda a: np.array(a, ndmin=2),
        route=lambda k, v: (k, v),
        place=lambda rows, n, new: _behind(rows, n, new),
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
        return self._show(np.array([rows.get(slot, unwritten) for slot in range(n)]))

    keys = property(lambda self: self._read(0))
    values = property(lambda self: self._read(1))

    def __len__(self):
        return self._count(self._lengths[0], self._appends, self._before)


CAPACITY = 100


def _behind(rows, n, new):
    rows.update(enumerate(new, n))
    return n + len(new)


def _in_front(rows, n, new):
    moved = {slot + len(new): row for slot, row in rows.items()}
    rows.clear()
    rows.update(moved)
    rows.update(enumerate(new))
    return n + len(new)


def _instead(rows, n, new):
    rows.clear()
    return _behind(rows, 0, new)


def _always_at_slot_0(rows, n, new):
    rows.update(enumerate(new))
    return n + len(new)


def _counted_before_written(rows, n, new):
    rows.update(enumerate(new, n + len(new)))
    return n + len(new)


def _chunk_in_one_slot(rows, n, new):
    rows[n] = new[-1]
    return n + len(new)


def _first_append_lost(rows, n, new):
    if "made" not in rows:
        rows["made"] = True
        return n
    return _behind(rows, n, new)


def _chunks_only(array):
    if array.ndim == 1:
        raise ValueError("a vector does not fit where rows are expected")
    return array.copy()


def _only_new_ones(rows, n, new):
    known = {row.tobytes() for row in rows.values()}
    for row in new:
        if row.tobytes() not in known:
            known.add(row.tobytes())
            rows[n] = row
            n += 1
    return n


def _one_at_a_time(rows, n, new):
    if len(new) > 1:
        raise ValueError("a chunk does not fit where one token is expected")
    return _behind(rows, n, new)


def _copied_from_the_second_on(rows, n, new):
    rows.update({slot: row.copy() for slot, row in rows.items()})
    return _behind(rows, n, new.copy() if n else new)


def _fails_when_full(rows, n, new):
    if n + len(new) > CAPACITY:
        raise IndexError("no slot left")
    return _behind(rows, n, new)


def _drops_when_full(rows, n, new):
    return _behind(rows, n, new[: max(CAPACITY - n, 0)])


def _overwrites_when_full(rows, n, new):
    for row in new:
        rows[rows.setdefault("next", 0) % CAPACITY] = row
        rows["next"] += 1
    return min(rows["next"], CAPACITY)


def _forgets_oldest(rows, n, new):
    kept = [rows[slot] for slot in range(n)] + list(new)
    return _instead(rows, 0, kept[-CAPACITY:])


def _cannot_be_empty(width):
    raise ValueError("need at least one array")


def _with_zero_row(rows):
    return np.vstack([np.zeros_like(rows[:1]) if len(rows) else np.zeros((1, rows.shape[1])), rows])


def _with_free_rows(rows):
    return np.vstack([rows, np.zeros((16, rows.shape[1]), rows.dtype)])


_know(
    "KVCache",
    lambda parts: (partial(Cache, **parts),),
    (
        (
            "keys_and_values_swapped",
            {"route": lambda k, v: (v, k)},
            "Your cache gives the values where the keys should be, and the keys where the values should be.",
            "Append a key of ones and a value of twos, then print cache.keys. At which line do they change places?",
        ),
        (
            "keys_kept_twice",
            {"route": lambda k, v: (k, k)},
            "Your cache holds the keys a second time where the values should be.",
            "Read the lines for the values word by word: where does a k stand that should be a v?",
        ),
        (
            "values_kept_twice",
            {"route": lambda k, v: (v, v)},
            "Your cache holds the values a second time where the keys should be.",
            "Read the lines for the keys word by word: where does a v stand that should be a k?",
        ),
        (
            "nothing_kept",
            {"place": lambda rows, n, new: n},
            "Your cache stays empty, whatever is appended.",
            "np.append, np.concatenate and np.vstack leave their inputs alone and return a new array. Who keeps yours?",
        ),
        (
            "never_writes",
            {"place": lambda rows, n, new: n + len(new)},
            "Your cache grows, but its rows stay zeros: the tokens themselves are never written.",
            "Print cache.keys after one append. Which line should have put k there?",
        ),
        (
            "values_newest_only",
            {"place_values": _instead},
            "Your cache keeps all keys, and of the values only those that were appended last.",
            "Compare the line for the keys with that for the values, word by word. What joins the old rows and the new?",
        ),
        (
            "values_not_kept",
            {"place_values": lambda rows, n, new: n},
            "Your cache keeps the keys and none of the values.",
            "Which lines of append make the keys longer, and which do the same for the values?",
        ),
        (
            "keeps_only_newest",
            {"place": _instead},
            "Your cache holds what was appended last, and nothing from before.",
            "What becomes of the rows that were in the cache when append runs again?",
        ),
        (
            "always_slot_0",
            {"place": _always_at_slot_0},
            "Your cache writes every append to the same place, from slot 0 on.",
            "Which number says where the next token goes, and what is it after the first append?",
        ),
        (
            "counted_before_written",
            {"place": _counted_before_written},
            "Your cache writes each append one append too far: the length has been raised before it is used as a place.",
            "With nothing cached, into which slot does the first token go? Which value has your length on that line?",
        ),
        (
            "newest_first",
            {"place": _in_front},
            "Your cache holds the newest tokens first.",
            "Token 0 belongs into row 0. On which side of the old rows do yours go?",
        ),
        (
            "first_append_lost",
            {"place": _first_append_lost},
            "Your cache loses what is appended first.",
            "Follow the very first append through your code: it prepares the arrays. Does it also put the token in?",
        ),
        (
            "first_row_hidden",
            {"show": lambda rows: rows[1:]},
            "Your cache keeps everything but shows it without row 0.",
            "Where does the slice that reads the rows begin?",
        ),
        (
            "last_row_hidden",
            {"show": lambda rows: rows[:-1]},
            "Your cache keeps everything but shows it without its last row.",
            "A slice [:n] ends before n. What is n when you read?",
        ),
        *(
            (
                "zero_row_in_front",
                {"show": show, "count": lambda n, appends, before: n + 1},
                "Your cache begins with a row of zeros that no one appended. A key of zeros has score 0, not weight 0: "
                "attention would mix it in.",
                "How many rows has your array before the first append?",
            )
            for show in (_with_zero_row, lambda rows: _with_zero_row(rows).astype(np.float64))
        ),
        *(
            (
                "free_rows_shown",
                {"show": show},
                "Your cache shows rows behind the last token: room that is not used yet. Whatever stands there would get "
                "weight in the softmax, zeros too.",
                "How many rows of the array have been filled, and which slice gives just these?",
            )
            for show in (_with_free_rows, lambda rows: _with_free_rows(rows).astype(np.float64))
        ),
        (
            "appends_twice",
            {"place": lambda rows, n, new: _behind(rows, _behind(rows, n, new), new)},
            "Your cache takes in every append twice.",
            "Follow one call of append: how many lines add k?",
        ),
        (
            "only_last_of_chunk",
            {"place": lambda rows, n, new: _behind(rows, n, new[-1:])},
            "Your cache keeps only the last token of a chunk.",
            "k can be (t, d_k). Which of its t rows reach the cache?",
        ),
        (
            "only_first_of_chunk",
            {"place": lambda rows, n, new: _behind(rows, n, new[:1])},
            "Your cache keeps only the first token of a chunk.",
            "k can be (t, d_k). Which of its t rows are written, and by how much does the length grow?",
        ),
        (
            "chunk_reversed",
            {"place": lambda rows, n, new: _behind(rows, n, new[::-1])},
            "Your cache stores a chunk back to front.",
            "Which row of a chunk is its earliest token, and which one do you add first?",
        ),
        (
            "chunk_in_one_slot",
            {"place": _chunk_in_one_slot},
            "Your cache writes all tokens of a chunk into one slot, where the last one stays.",
            "When you go through the rows of a chunk, what changes from one to the next: the row, the slot, or both?",
        ),
        (
            "one_token_at_a_time",
            {"place": _one_at_a_time},
            "Your cache takes single tokens but not a chunk.",
            "k is (d_k,) for one token and (t, d_k) for several. What would make the first look like the second?",
        ),
        (
            "chunks_only",
            {"take": _chunks_only},
            "Your cache takes chunks but not a single token.",
            "k is (d_k,) for one token and (t, d_k) for several. What would make the first look like the second?",
        ),
        (
            "equal_tokens_merged",
            {"place": _only_new_ones},
            "Your cache keeps tokens with equal numbers only once.",
            "The same word can come twice in a text. What would happen to its weight?",
        ),
        (
            "keeps_callers_arrays",
            {"take": np.atleast_2d},
            "Your cache keeps the very arrays that were appended, not their numbers: when the caller reuses them for the "
            "next token, the past changes.",
            "A list of arrays holds references. What would make the numbers the cache's own?",
        ),
        (
            "keeps_first_array",
            {"take": np.atleast_2d, "place": _copied_from_the_second_on},
            "The first tokens in your cache are still the caller's own array; only the second append copies them.",
            "np.atleast_2d, reshape and [None] give views. What does your cache hold after the very first append?",
        ),
        (
            "float64_for_float32",
            {"show": lambda rows: rows.astype(np.float64)},
            "Your cache turns everything into float64.",
            "Which dtype has the array that the rows are written to, and who decided it?",
        ),
        (
            "float32_for_float64",
            {"show": lambda rows: rows.astype(np.float32)},
            "Your cache turns everything into float32: half of each number's digits are lost.",
            "Which dtype has the array that the rows are written to, and who decided it?",
        ),
        (
            "whole_numbers_only",
            {"show": lambda rows: rows.astype(int)},
            "Your cache cuts every number down to a whole one: its array holds integers.",
            "Which dtype has the array that the rows are written to, and who decided it?",
        ),
        (
            "columns_for_rows",
            {"show": lambda rows: rows.T},
            "Your cache holds one column a token, where one row a token is asked for.",
            "What are the two axes of cache.keys, in which order?",
        ),
        (
            "row_in_a_row",
            {"show": lambda rows: rows[:, None, :] if len(rows) else rows},
            "Your cache has an axis too many: every token is a small matrix of its own.",
            "Print the shape of what you add and of what comes out. Do you stack matrices, or join their rows?",
        ),
        (
            "nothing_when_empty",
            {"empty": lambda d: None},
            "Your cache gives None as long as it is empty.",
            "How many rows, and how many columns, has an array of no tokens?",
        ),
        (
            "raises_when_empty",
            {"empty": _cannot_be_empty},
            "Your cache can't be read as long as it is empty.",
            "How many rows, and how many columns, has an array of no tokens? Does what you call to make it take an empty list?",
        ),
        (
            "flat_when_empty",
            {"empty": lambda d: np.empty(0)},
            "Your cache forgets how wide a key is as long as it is empty: an array made of an empty list has no columns.",
            "Which shape has an array of no rows and d_k columns, and where could your cache remember d_k?",
        ),
        (
            "len_counts_appends",
            {"count": lambda n, appends, before: appends},
            "len(cache) counts how often append was called.",
            "How many tokens does one append bring if k is (t, d_k)?",
        ),
        (
            "len_stays_0",
            {"count": lambda n, appends, before: 0},
            "len(cache) stays 0.",
            "Which line makes the length grow?",
        ),
        (
            "len_one_behind",
            {"count": lambda n, appends, before: max(n - 1, 0)},
            "len(cache) is one short.",
            "Is the length read before or after the token has been added?",
        ),
        (
            "len_one_behind",
            {"count": lambda n, appends, before: before},
            "len(cache) is what it was before the last append.",
            "Is the length read before or after the tokens have been added?",
        ),
        (
            "len_counts_both",
            {"count": lambda n, appends, before: 2 * n},
            "len(cache) is twice the number of tokens: a token's key and its value are counted apart.",
            "How many tokens are there after one append of one token?",
        ),
        (
            "full_at_capacity",
            {"place": _fails_when_full},
            "Your cache works until its arrays are full and breaks then.",
            "A text may always get longer. What can append do when the next token does not fit?",
        ),
        (
            "drops_when_full",
            {"place": _drops_when_full},
            "Your cache ignores new tokens once its arrays are full.",
            "A text may always get longer. What can append do when the next token does not fit?",
        ),
        (
            "overwrites_when_full",
            {"place": _overwrites_when_full},
            "Your cache starts over at slot 0 once its arrays are full, and overwrites the oldest tokens.",
            "May a later token still use token 0? What can append do when the next token does not fit?",
        ),
        (
            "forgets_oldest",
            {"place": _forgets_oldest},
            "Your cache lets go of the oldest tokens once there are many.",
            "May a later token still use token 0? What limits the size of what you keep?",
        ),
    ),
)


# -- what decode_step and prefill are made of ----------------------------------------------------------


def _softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def _naive_softmax(scores):
    exps = np.exp(scores)
    return exps / exps.sum(axis=-1, keepdims=True)


def _over_themselves(scores):
    """The maximum over the right axis, the sum over one of length 1: 0 over 0 where a score is far below the largest."""
    exps = np.exp(scores - scores.max())
    return exps / exps


def _softmax_from_zero(scores):
    exps = np.exp(scores - np.maximum(scores.max(axis=-1, keepdims=True), 0))
    return exps / exps.sum(axis=-1, keepdims=True)


def _softmax_base_two(scores):
    exps = np.exp2(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


OF_BOTH_SOFTMAXES = (
    (
        "maximum_from_zero",
        {"normalise": _softmax_from_zero},
        "Your output is right unless all scores are negative: then 0 is taken off them, not the largest.",
        "Scores of -10 000 and -10 001: what do you take off? From which number does your search for the largest begin?",
    ),
    (
        "base_two",
        {"normalise": _softmax_base_two},
        "Your output is what attention gives when the weights are made of powers of 2.",
        "Which number is raised to the power of a score in softmax?",
    ),
    (
        "sign_flipped",
        {"normalise": lambda s: _softmax(np.where(np.isneginf(s), s, -s))},
        "Your output is what attention gives when the smallest score gets the largest weight.",
        "Which sign has the exponent of exp in softmax?",
    ),
    *(
        (
            "clipped",
            {
                "normalise": lambda s, limit=limit: _naive_softmax(
                    np.where(np.isneginf(s), s, np.clip(s, -limit, limit))
                )
            },
            "Your output is what attention gives when scores are cut off at some number before exp: what lies beyond it counts alike.",
            "Scores of 10 000 and 10 001: what is left of their difference? Which number can be taken off all scores without changing "
            "their softmax?",
        )
        for limit in (20, 30, 50, 80, 88, 100, 500, 700, 709)
    ),
    (
        "negative_scores_lost",
        {"normalise": lambda s: _softmax(np.where(np.isneginf(s), s, np.maximum(s, 0)))},
        "Your output is what attention gives when every negative score counts as 0.",
        "Two tokens with scores of -1 and -5: how different should their weights be?",
    ),
    (
        "weights_returned",
        {"mix": lambda weights, keys, values: weights},
        "Your output is the weights.",
        "A token's output is a mix of values. Where do they come in?",
    ),
)


def _keep(cache, q, k, v):
    """Append, and read what the query may look at: the new tokens included."""
    cache.append(k, v)
    return cache.keys, cache.values


def _keep_twice(cache, q, k, v):
    cache.append(k, v)
    return _keep(cache, q, k, v)


def _keep_after_looking(cache, q, k, v):
    seen = np.array(cache.keys), np.array(cache.values)
    cache.append(k, v)
    return seen


def _keep_and_again_after_looking(cache, q, k, v):
    seen = [a.copy() for a in _keep(cache, q, k, v)]
    cache.append(k, v)
    return seen


def _look_and_forget(cache, q, k, v):
    return np.vstack([cache.keys, k]), np.vstack([cache.values, v])


IN_BOTH = (
    *(
        (
            "appends_twice",
            {"keep": keep},
            "Your code puts what is new into the cache twice.",
            "Who calls append, and how often for one token?",
        )
        for keep in (_keep_twice, _keep_and_again_after_looking)
    ),
    *(
        (
            "keys_and_values_swapped",
            {"keep": keep},
            "Your code uses the values as keys and the keys as values.",
            "In which order does append take its two arguments, and which of the two arrays does the query meet?",
        )
        for keep in (
            lambda cache, q, k, v: _keep(cache, q, v, k),
            lambda cache, q, k, v: _keep(cache, q, k, v)[::-1],
        )
    ),
    (
        "query_kept_as_key",
        {"keep": lambda cache, q, k, v: _keep(cache, q, q, v)},
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
        {"keep": _look_and_forget},
        "Your code uses what is new together with what is cached, and then forgets it.",
        "How does the next step learn about this token?",
    ),
    (
        "key_as_query",
        {"query": lambda q, k: k},
        "Your output is what attention gives when a new token's key, not its query, is compared with the keys.",
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
        "What becomes of the spread of a sum when it has four times as many terms: four times as much, or twice?",
    ),
    (
        "multiplied_by_scale",
        {"divisor": lambda q, v, n: 1 / math.sqrt(q.shape[-1])},
        "Your output is what attention gives when scores are multiplied by √d_k.",
        "Should longer vectors make the scores larger, or is this what the scale is there to prevent?",
    ),
    (
        "naive_exp",
        {"normalise": _naive_softmax},
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
        {"normalise": lambda s: _softmax(np.where(np.isfinite(s), _softmax(s), -np.inf))},
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
        "Keys say how well a token fits. What do its values say, and which of the two does the output consist of?",
    ),
    (
        "mean_for_sum",
        {"mix": lambda weights, keys, values: weights @ values / len(values)},
        "Your output is what attention gives when the weighted values are averaged in place of added up.",
        "The weights add up to 1 already. What does dividing by n do then?",
    ),
)


# -- decode_step ---------------------------------------------------------------------------------------


def step(
    q,
    k,
    v,
    cache,
    *,
    keep=_keep,
    query=lambda q, k: q,
    sees=slice(None),
    divisor=lambda q, v, n: math.sqrt(len(q)),
    normalise=_softmax,
    mix=lambda weights, keys, values: weights @ values,
):
    """A decode step in exchangeable parts; keep(cache, q, k, v) -> keys, values to look at."""
    keys, values = keep(cache, q, k, v)
    keys, values = keys[sees], values[sees]
    scores = keys @ query(q, k) / divisor(q, v, len(keys))
    return mix(normalise(scores), keys, values)


_know(
    "decode_step",
    lambda parts: (partial(step, **parts), partial(Cache)),
    IN_BOTH
    + (
        (
            "attends_before_appending",
            {"keep": _keep_after_looking},
            "Your output is what attention gives when the new token does not see itself, only what was cached before.",
            "Is the new token in the cache at the moment its query looks?",
        ),
        (
            "sees_only_itself",
            {"sees": slice(-1, None)},
            "Your output is what attention gives when the new token looks at itself alone: nothing of the past gets in.",
            "How many scores does a step at length n compute?",
        ),
        (
            "sees_only_first",
            {"sees": slice(0, 1)},
            "Your output is what attention gives when the new token looks at token 0 alone.",
            "How many scores does a step at length n compute?",
        ),
        (
            "first_token_left_out",
            {"sees": slice(1, None)},
            "Your output is what attention gives when token 0 is left out.",
            "Positions count from 0. Where do your slices begin?",
        ),
        *(
            (
                "all_weights_one",
                {"normalise": normalise},
                "Your output adds up the values, each with weight 1: your softmax runs along an axis of length 1.",
                "Which axis of your scores counts the cached tokens? Print their shape.",
            )
            for normalise in (np.ones_like, _over_themselves)
        ),
        (
            "all_weights_alike",
            {"normalise": lambda s: np.full_like(s, 1 / len(s))},
            "Your output is the plain mean of the values: every token gets the same weight.",
            "On what should a token's weight depend?",
        ),
        (
            "no_softmax",
            {"normalise": lambda s: s},
            "Your output mixes the values with the scores themselves as weights.",
            "Can a weight be negative? What turns scores into weights?",
        ),
        (
            "scores_over_their_sum",
            {"normalise": lambda s: s / s.sum()},
            "Your output is what attention gives when scores are divided by their sum, without exp.",
            "Can a weight be negative? Which function makes any score positive?",
        ),
        (
            "only_the_best",
            {"normalise": lambda s: (np.arange(len(s)) == s.argmax()).astype(float)},
            "Your output is the value of the one token with the largest score.",
            "Softmax is soft: which share do the others get?",
        ),
        (
            "values_not_added_up",
            {"mix": lambda weights, keys, values: weights[:, None] * values},
            "Your output has a row for each cached token: the weighted values are not added up yet.",
            "The step has one query. How many rows should come out?",
        ),
        (
            "one_row_matrix",
            {"mix": lambda weights, keys, values: (weights @ values)[None]},
            "Your output is a matrix of one row, where a vector is asked for.",
            "What is the shape of v, and what the shape of your output?",
        ),
    ),
)

_know_alone("decode_step", lambda parts: (partial(step, **parts), Cache), OF_BOTH_SOFTMAXES)


# -- prefill -------------------------------------------------------------------------------------------


def chunk(
    Q,
    K,
    V,
    cache,
    *,
    keep=_keep,
    query=lambda Q, K: Q,
    allowed=lambda t, n: np.tri(t, n, n - t, dtype=bool),
    hide=lambda scores, allowed: np.where(allowed, scores, -np.inf),
    divisor=lambda Q, V, n: math.sqrt(Q.shape[1]),
    normalise=_softmax,
    after=lambda weights, allowed: weights,
    mix=lambda weights, keys, values: weights @ values,
    give=lambda output: output,
):
    """A prefill in exchangeable parts; allowed(t, n) is the mask of t queries over n keys."""
    keys, values = keep(cache, Q, K, V)
    mask = allowed(len(Q), len(keys))
    scores = hide(query(Q, K) @ keys.T / divisor(Q, V, len(keys)), mask)
    return give(mix(after(normalise(scores), mask), keys, values))


def _look_and_keep_the_last(cache, Q, K, V):
    seen = _look_and_forget(cache, Q, K, V)
    cache.append(K[-1], V[-1])
    return seen


def _keep_after_looking_unless_empty(cache, Q, K, V):
    return _keep(cache, Q, K, V) if len(cache) == 0 else _keep_after_looking(cache, Q, K, V)


def _keep_backwards(cache, Q, K, V):
    return _keep(cache, Q, K[::-1], V[::-1])


def _everything(scores, allowed):
    return scores


def _hidden_and_normalised(weights, allowed):
    weights = weights * allowed
    return weights / weights.sum(axis=1, keepdims=True)


def _softmax_over_queries(scores):
    exps = np.exp(scores - scores.max(axis=0))
    return exps / exps.sum(axis=0)


def _softmax_with_one_sum(scores):
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exps / exps.sum()


def _softmax_with_one_maximum(scores):
    exps = np.exp(scores - scores.max())
    return exps / exps.sum(axis=1, keepdims=True)


_know(
    "prefill",
    lambda parts: (partial(chunk, **parts), partial(Cache)),
    IN_BOTH
    + (
        (
            "no_mask",
            {"allowed": lambda t, n: np.ones((t, n), dtype=bool)},
            "Your output is what attention gives when every row of the chunk sees the whole chunk: there is no mask, or one that "
            "hides nothing.",
            "Print your mask for a chunk of 3. Is anything hidden from row 0, and what does len(cache) count on the line where you "
            "read it?",
        ),
        (
            "top_left_mask",
            {"allowed": lambda t, n: np.tri(t, n, dtype=bool)},
            "Your output is what attention gives when row i of the chunk sees tokens 0 … i of the whole sequence: the mask "
            "sits in the top left corner.",
            "With 3 tokens cached, which position in the sequence has row 0 of the chunk?",
        ),
        (
            "mask_on_first_columns",
            {"allowed": lambda t, n: np.hstack([np.tri(t, dtype=bool), np.ones((t, n - t), dtype=bool)])},
            "Your output is what attention gives when the triangle lies on the first columns: it hides cached tokens, and nothing "
            "of the chunk.",
            "With 3 tokens cached, in which column of the scores stands the chunk's own first key?",
        ),
        (
            "sees_next_token",
            {"allowed": lambda t, n: np.tri(t, n, n - t + 1, dtype=bool)},
            "Your output is what attention gives when each row also sees the token after it.",
            "How many keys may row 0 of a chunk use when 3 tokens are cached? How many does your mask give it?",
        ),
        *(
            (
                "leaves_itself_out",
                {"allowed": allowed},
                "Your output is what attention gives when no row sees its own token.",
                "How many keys may row 0 of a chunk use when 3 tokens are cached? How many does your mask give it?",
            )
            for allowed in (
                lambda t, n: np.tri(t, n, n - t - 1, dtype=bool),
                lambda t, n: np.arange(n) < np.maximum(n - t + np.arange(t), 1)[:, None],
            )
        ),
        (
            "inverted_mask",
            {"allowed": lambda t, n: ~np.tri(t, n, n - t, dtype=bool)},
            "Your output is what attention gives with the mask upside down: each row sees what comes after it.",
            "Print your mask for a chunk of 3. Does True mean 'may look' or 'must not look' where you use it?",
        ),
        (
            "inverted_mask_with_itself",
            {"allowed": lambda t, n: ~np.tri(t, n, n - t - 1, dtype=bool)},
            "Your output is what attention gives with the mask upside down: each row sees itself and what comes after it.",
            "Print your mask for a chunk of 3. Does True mean 'may look' or 'must not look' where you use it?",
        ),
        (
            "chunk_sees_only_itself",
            {"allowed": lambda t, n: np.tri(t, n, n - t, dtype=bool) & (np.arange(n) >= n - t)},
            "Your output is what attention gives when the chunk looks at itself alone: nothing that was cached gets in.",
            "Which keys does a row of the chunk use besides the chunk's own?",
        ),
        (
            "chunk_sees_only_cache",
            {"keep": _keep_after_looking, "hide": _everything},
            "Your output is what attention gives when the chunk looks at what was cached before and not at itself.",
            "Is the chunk in the cache at the moment its queries look?",
        ),
        (
            "chunk_sees_only_cache",
            {
                "keep": _keep_after_looking_unless_empty,
                "allowed": lambda t, n: np.tri(t, n, dtype=bool) if t == n else np.ones((t, n), dtype=bool),
            },
            "Your output is what attention gives when a chunk looks at what was cached before, if there is anything, and not at itself.",
            "Is the chunk in the cache at the moment its queries look? Which keys may row 1 of a second chunk use?",
        ),
        (
            "chunk_backwards",
            {"keep": _keep_backwards, "allowed": lambda t, n: np.arange(n) < n - np.arange(t)[:, None]},
            "Your code takes the chunk from its end: its last token comes into the cache first.",
            "Which row of a chunk is its earliest token, and in which order do its tokens get into the cache?",
        ),
        (
            "only_last_token_kept",
            {"keep": _look_and_keep_the_last},
            "Your code keeps only the last token of the chunk in the cache.",
            "Which of the chunk's tokens may the next token use?",
        ),
        (
            "zeros_for_minus_inf",
            {"hide": lambda scores, allowed: np.where(allowed, scores, 0.0)},
            "Your output is what attention gives when forbidden scores are set to 0 before the softmax.",
            "exp(0) is 1. Which score would give a weight of 0?",
        ),
        (
            "masked_after_softmax",
            {"hide": _everything, "after": lambda weights, allowed: weights * allowed},
            "Your output is what attention gives when the mask comes after the softmax: the weights that are left add up to "
            "less than 1.",
            "What should each row of weights add up to, once the future is gone?",
        ),
        *(
            (
                "weak_fill",
                {"hide": lambda scores, allowed, low=low: np.where(allowed, scores, low)},
                "Your mask sets forbidden scores to a large negative number. A score can be lower still, and then the future wins.",
                "Which number is lower than every score there can be?",
            )
            for low in (-1e9, -1e4)
        ),
        *(
            (
                "weak_fill_added",
                {"hide": lambda scores, allowed, low=low: scores + np.where(allowed, 0.0, low)},
                "Your mask adds a large negative number to forbidden scores. Where scores differ by more than that, the future wins.",
                "Which number stays the lowest, whatever score it is added to?",
            )
            for low in (-1e9, -1e4)
        ),
        (
            "softmax_over_queries",
            {"normalise": _softmax_over_queries},
            "Your output is what attention gives when softmax runs over the queries (axis 0).",
            "Which axis should add up to 1?",
        ),
        (
            "scale_sqrt_t",
            {"divisor": lambda Q, V, n: math.sqrt(len(Q))},
            "Your output is what attention gives when scores are divided by the root of the number of tokens in the chunk.",
            "Q has a row for each token. Which entry of its shape says how many products a score adds up?",
        ),
        (
            "one_sum_for_all",
            {"normalise": _softmax_with_one_sum},
            "Your output is what attention gives when the weights of all rows together add up to 1, not those of each row.",
            "Along which axis does your sum run, and how many numbers should it give?",
        ),
        (
            "one_maximum_for_all",
            {"normalise": _softmax_with_one_maximum},
            "Your softmax takes one and the same number off all rows: a row whose scores are far below it becomes 0 over 0.",
            "Whose largest score makes sure that a row has an exp of 1 in it?",
        ),
        (
            "maximum_of_hidden_scores",
            {
                "hide": _everything,
                "normalise": lambda s: np.exp(s - s.max(axis=1, keepdims=True)),
                "after": _hidden_and_normalised,
            },
            "Your softmax takes each row's maximum before the mask: a hidden score can be so large that all others become 0.",
            "Over which scores of a row should the maximum run, so that later tokens play no part in it?",
        ),
        (
            "mask_only_when_empty",
            {"allowed": lambda t, n: np.tri(t, n, n - t if t == n else n, dtype=bool)},
            "Your output is what attention gives when the mask is left out as soon as something is cached.",
            "May the first token of a second chunk see the last one of the same chunk?",
        ),
        (
            "last_query_for_all",
            {"query": lambda Q, K: np.broadcast_to(Q[-1], Q.shape)},
            "Your output is what attention gives when every row asks with the chunk's last query.",
            "Which query belongs to row i of the output?",
        ),
        (
            "first_query_for_all",
            {"query": lambda Q, K: np.broadcast_to(Q[0], Q.shape)},
            "Your output is what attention gives when every row asks with the chunk's first query.",
            "Which query belongs to row i of the output?",
        ),
        (
            "all_rows_the_last",
            {"give": lambda output: np.broadcast_to(output[-1], output.shape)},
            "Every row of your output is the last token's.",
            "Do your rows share one array that each step overwrites?",
        ),
        (
            "only_last_row",
            {"give": lambda output: output[-1:]},
            "Your output is the last row only.",
            "How many tokens has the chunk, and how many of them need an output?",
        ),
        (
            "only_last_vector",
            {"give": lambda output: output[-1]},
            "Your output is the last row only, as a vector.",
            "How many tokens has the chunk, and how many of them need an output?",
        ),
    ),
)

_know_alone("prefill", lambda parts: (partial(chunk, **parts), Cache), OF_BOTH_SOFTMAXES)


# -- attend_incrementally ------------------------------------------------------------------------------


def sequence(
    Q,
    K,
    V,
    *,
    cache_for=lambda cache, K, V: Cache(K.shape[1], V.shape[1]) if cache is None else cache,
    start=lambda cache, K, V: None,
    take=lambda q, k, v: (q, k, v),
    feed=lambda K, V, i: (K[i], V[i]),
    order=lambda n: range(n),
    parts={},
    give=lambda output: output,
):
    """A sequence in exchangeable parts.

    cache_for(cache or None, K, V)  the cache of the next step
    start(cache, K, V)              what happens before the first step
    feed(K, V, i)                   key and value of step i; take(q, k, v): what the step gets of them
    order(n)                        in which order; parts: those of the step
    """
    output, cache = np.zeros(V.shape, V.dtype), None
    for i in order(len(Q)):
        fresh = cache is None
        cache = cache_for(cache, K, V)
        if fresh:
            start(cache, K, V)
        output[i] = step(*take(Q[i], *feed(K, V, i)), cache, **parts)
    return give(output)


def _cache_for_rows(d_k, d_v):
    """For sequence: a cache that takes rows of these widths only; each (K, V) -> int."""

    def cache_for(cache, K, V):
        if (d_k(K, V), d_v(K, V)) != (K.shape[1], V.shape[1]):
            raise ValueError("rows of another width than the cache was made for")
        return Cache(K.shape[1], V.shape[1]) if cache is None else cache

    return {"cache_for": cache_for}


def _number_of_tokens(K, V):
    return len(K)


def _whole_at_once(cache, K, V):
    cache.append(K, V)


_know(
    "attend_incrementally",
    lambda parts: (partial(sequence, **parts), partial(step), partial(Cache)),
    (
        (
            "new_cache_each_token",
            {"cache_for": lambda cache, K, V: Cache(K.shape[1], V.shape[1])},
            "Your output is what attention gives when every token starts with an empty cache and sees only itself: each row is the token's "
            "own value.",
            "How often does the line run that makes your cache?",
        ),
        (
            "prefixes_appended",
            {"feed": lambda K, V, i: (K[: i + 1], V[: i + 1])},
            "Your output is what attention gives when each step gets the keys and values of all tokens so far: the cache has the earlier ones "
            "already and takes them in again.",
            "decode_step takes the key and value of one token, the new one. Who remembers the others?",
        ),
        *(
            (
                "cache_widths",
                _cache_for_rows(d_k, d_v),
                "Your code works only where a width happens to equal the number of tokens: your cache is made with that number.",
                "KVCache(d_k, d_v) asks how wide one key is, and how wide one value. Which entry of a shape says that?",
            )
            for d_k, d_v in (
                (_number_of_tokens, _number_of_tokens),
                (_number_of_tokens, lambda K, V: V.shape[1]),
            )
        ),
        # (d_k, number of tokens) is left out: it stops for the same shapes as an output array of (n, n)
        (
            "widths_exchanged",
            _cache_for_rows(lambda K, V: V.shape[1], lambda K, V: K.shape[1]),
            "Your code works only where keys and values are equally wide: somewhere one width stands in for the other.",
            "What do you make with a width in mind, the cache and perhaps an array for the outputs, and which width does each need?",
        ),
        (
            "cache_filled_beforehand",
            {"start": _whole_at_once},
            "Your output is what attention gives when the whole sequence is in the cache before the first step, which then "
            "adds each token once more.",
            "Which tokens exist when token 0 is decoded?",
        ),
        (
            "appends_twice",
            {"parts": {"keep": _keep_and_again_after_looking}},
            "Your output is what attention gives when each token is put into the cache once more after its step.",
            "Who calls append for a token: your loop, decode_step, or both?",
        ),
        (
            "sees_all",
            {"start": _whole_at_once, "parts": {"keep": lambda cache, q, k, v: (cache.keys, cache.values)}},
            "Your output is what attention gives when every token sees all tokens.",
            "Which tokens exist when token 0 is decoded?",
        ),
        (
            "keys_and_values_swapped",
            {"take": lambda q, k, v: (q, v, k)},
            "Your output is what attention gives when keys and values change places.",
            "In which order does decode_step take its arguments?",
        ),
        (
            "queries_and_keys_swapped",
            {"take": lambda q, k, v: (k, q, v)},
            "Your output is what attention gives when queries and keys change places.",
            "In which order does decode_step take its arguments?",
        ),
        (
            "queries_as_keys",
            {"take": lambda q, k, v: (q, q, v)},
            "Your output is what attention gives when the queries are cached as keys.",
            "Which row of which array does each argument of decode_step get?",
        ),
        (
            "keys_as_queries",
            {"take": lambda q, k, v: (k, k, v)},
            "Your output is what attention gives when the keys ask in place of the queries.",
            "Which row of which array does each argument of decode_step get?",
        ),
        (
            "first_token_left_out",
            {"order": lambda n: range(1, n)},
            "Your output is what attention gives when the first token is never decoded.",
            "At which token does your loop begin?",
        ),
        (
            "last_token_left_out",
            {"order": lambda n: range(n - 1)},
            "Your output is what attention gives when the last token is never decoded.",
            "At which token does your loop end?",
        ),
        (
            "backwards",
            {"order": lambda n: range(n - 1, -1, -1)},
            "Your output is what attention gives when the sequence is decoded from its end.",
            "Which tokens should be in the cache when token 0 is decoded?",
        ),
        (
            "rows_reversed",
            {"give": lambda output: output[::-1]},
            "Your output has the right rows, last one first.",
            "Which token's output is your row 0?",
        ),
        (
            "only_last_row",
            {"give": lambda output: output[-1]},
            "Your output is that of the last token only.",
            "What happens to the outputs of the tokens before it?",
        ),
        (
            "only_last_row_matrix",
            {"give": lambda output: output[-1:]},
            "Your output is that of the last token only.",
            "What happens to the outputs of the tokens before it?",
        ),
        (
            "all_rows_the_last",
            {"give": lambda output: np.broadcast_to(output[-1], output.shape)},
            "Every row of your output is the last token's.",
            "Do your rows share one array that each step overwrites?",
        ),
        (
            "a_row_late",
            {"give": lambda output: np.vstack([np.zeros_like(output[:1]), output[:-1]])},
            "Each row of your output is the one of the token before.",
            "Into which row does the output of token 0 go?",
        ),
        (
            "outputs_added_up",
            {"give": lambda output: np.cumsum(output, axis=0)},
            "Each row of your output is the sum of the rows so far.",
            "Is an output added to the one before, or put beside it?",
        ),
        (
            "loop_ends_early",
            {"give": lambda output: output[:1]},
            "Your output is that of the first token only.",
            "How far is your `return` indented, and how often has the loop above it run by then?",
        ),
        (
            "last_row_missing",
            {"give": lambda output: output[:-1]},
            "Your output is right, and lacks the last token's row.",
            "At which token does your loop end?",
        ),
        (
            "outputs_in_a_line",
            {"give": lambda output: output.reshape(-1)},
            "Your output has the right numbers, all in one line.",
            "np.concatenate joins vectors into one longer vector. What puts them below one another as rows?",
        ),
    ),
)


# -- kv_cache_bytes ------------------------------------------------------------------------------------


def cache_bytes(
    n_layers,
    n_kv_heads,
    d_head,
    n_tokens,
    bytes_per_number,
    *,
    arrays=2,
    layers=lambda n: n,
    heads=lambda n: n,
    width=lambda d: d,
    tokens=lambda n: n,
    size=lambda b: b,
    unit=lambda total: total,
):
    """Bytes of a cache in exchangeable factors, at last given in a unit."""
    return unit(
        arrays
        * layers(n_layers)
        * heads(n_kv_heads)
        * width(d_head)
        * tokens(n_tokens)
        * size(bytes_per_number)
    )


def _one(factor):
    return 1


_know(
    "kv_cache_bytes",
    lambda parts: (partial(cache_bytes, **parts),),
    (
        (
            "keys_only",
            {"arrays": 1},
            "Your number is half of it: it counts one of the two arrays.",
            "What does a cache keep of every token?",
        ),
        (
            "counts_queries_too",
            {"arrays": 3},
            "Your number counts three arrays.",
            "Which of q, k and v does a later token need again?",
        ),
        (
            "counts_both_twice",
            {"arrays": 4},
            "Your number is twice too large.",
            "Keys and values make a factor of 2. How often does yours come in?",
        ),
        (
            "layers_forgotten",
            {"layers": _one},
            "Your number is that of a single layer.",
            "Does a layer use the keys and values of another one?",
        ),
        (
            "heads_forgotten",
            {"heads": _one},
            "Your number is that of a single head.",
            "Is d_head the width of one head, or of all of them together?",
        ),
        (
            "width_forgotten",
            {"width": _one},
            "Your number counts every key and every value as a single number.",
            "How many numbers is a key made of?",
        ),
        (
            "tokens_forgotten",
            {"tokens": _one},
            "Your number is that of a single token.",
            "What does the cache keep when the next token comes?",
        ),
        (
            "counts_numbers",
            {"size": _one},
            "Your number is how many numbers the cache holds, not how many bytes.",
            "How much room does one number take?",
        ),
        (
            "bits_for_bytes",
            {"size": lambda b: 8 * b},
            "Your number is in bits.",
            "In which unit is bytes_per_number?",
        ),
        (
            "bytes_as_bits",
            {"size": lambda b: b / 8},
            "Your number takes bytes_per_number for bits.",
            "In which unit is bytes_per_number?",
        ),
        (
            "always_float32",
            {"size": lambda b: 4},
            "Your number takes every number for 4 bytes.",
            "Which of the arguments does your formula not use?",
        ),
        (
            "always_float16",
            {"size": lambda b: 2},
            "Your number takes every number for 2 bytes.",
            "Which of the arguments does your formula not use?",
        ),
        (
            "layers_squared",
            {"layers": lambda n: n * n},
            "Your number has the number of layers in it twice.",
            "Each layer keeps its own keys and values. How often does n_layers come in then?",
        ),
        (
            "heads_squared",
            {"heads": lambda n: n * n},
            "Your number has the number of heads in it twice.",
            "d_head is the width of one head. What is the width of all heads together?",
        ),
        (
            "width_squared",
            {"width": lambda d: d * d},
            "Your number has d_head in it twice.",
            "A key is a vector. How many numbers is it made of?",
        ),
        (
            "tokens_squared",
            {"tokens": lambda n: n * n},
            "Your number grows with the square of the number of tokens.",
            "The scores of all pairs would. How much does the cache grow when one token comes?",
        ),
        (
            "every_length_summed",
            {"tokens": lambda n: n * (n + 1) // 2},
            "Your number adds up the sizes the cache had at every length.",
            "Are keys and values of earlier tokens stored again when a token comes?",
        ),
        (
            "one_token_more",
            {"tokens": lambda n: n + 1},
            "Your number is that of one token more.",
            "Does n_tokens count the newest one already?",
        ),
        (
            "one_token_fewer",
            {"tokens": lambda n: n - 1},
            "Your number is that of one token fewer.",
            "Does n_tokens count the newest one already?",
        ),
        *(
            (
                id,
                {"unit": lambda total, unit=unit, rounded=rounded: rounded(total / unit)},
                f"Your number is in {said}.",
                "In which unit is the answer asked for?",
            )
            for id, unit, said in (
                ("in_kilobytes", 1e3, "kilobytes"),
                ("in_kibibytes", 1024, "units of 1024 bytes"),
                ("in_megabytes", 1e6, "megabytes"),
                ("in_mebibytes", 1024**2, "units of 1024² bytes"),
                ("in_gigabytes", 1e9, "gigabytes"),
                ("in_gibibytes", 1024**3, "units of 1024³ bytes"),
            )
            for rounded in ((float, math.floor) if unit < 1e9 else (float,))
        ),
    ),
)
