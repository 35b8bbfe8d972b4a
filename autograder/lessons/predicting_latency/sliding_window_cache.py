"""SlidingWindowCache: the last `window` tokens, in order; memory and time a step independent of how many went
by.

Over 400 lines: its misconceptions, each with its parts, sentence and question.
"""

import math

import numpy as np

from autograder.cost.countable import countable
from autograder.cost.series import work
from autograder.cost.witness import Witness
from autograder.kit import awkward
from autograder.kit.driving import drive
from autograder.kit.exercise import array, aspect, call, exercise, fail, note, unchanged
from autograder.kit.misconception import Misconception, known
from autograder.kit.properties import large_sizes
from autograder.kit.watched_cache import ONE, WatchedCache
from decodelab.footprint import kept_bytes
from decodelab.meter.counts import Cost
from decodelab.meter.drivers import count_cache_steps


def _stream(rng, n, d_k, d_v, dtype=np.float64):
    return rng.normal(size=(n, d_k)).astype(dtype), rng.normal(size=(n, d_v)).astype(dtype)


def _watched(SlidingWindowCache, window, d_k, d_v):
    watched = WatchedCache(SlidingWindowCache, d_k, d_v, window)
    watched.holds("in a new cache")
    return watched


def _window_probe(SlidingWindowCache, rng):
    results = []
    for window, sizes in (
        (3, (ONE,) * 8),
        (4, (2, 3, ONE, ONE, 6)),
        (2, (5, 1, ONE)),
        (1, (ONE, ONE, 3)),
        (5, (5, 5, 1, ONE)),
    ):
        K, V = _stream(rng, 30, 3, 3)
        cache, start = SlidingWindowCache(window, 3, 3), 0
        try:
            for size in sizes:
                stop = start + max(size, 1)
                piece = start if size == ONE else slice(start, stop)
                cache.append(K[piece], V[piece])
                start = stop
                results += [np.array(cache.keys), np.array(cache.values), len(cache)]
        except Exception:
            results.append("raised")
    return results


@exercise("SlidingWindowCache", probe=_window_probe)
def SlidingWindowCache(SlidingWindowCache, *, rng):
    """The last `window` tokens, in order; memory and time a step independent of how many went by."""
    with aspect("shape", "a new cache is empty: keys (0, d_k), values (0, d_v), length 0"):
        for window, d_k, d_v in ((3, 4, 2), (1, 1, 1), (8, 2, 5)):
            _watched(SlidingWindowCache, window, d_k, d_v)
    with aspect(
        "equals", "the last `window` tokens in order, singly, in chunks, and chunks longer than the window"
    ):
        for window, sizes in (
            (3, (ONE,) * 11),
            (4, (2, 3, ONE, ONE, 4, 1)),
            (1, (ONE, ONE, 3, ONE)),
            (5, (5, ONE, 5, 2)),
            (3, (7, ONE, ONE)),
            (4, (ONE, 9, 2, ONE)),
            (6, (4, 4, 4, ONE, 13)),
            (20, (ONE, 3, ONE)),
            (2, (2, 2, 2)),
            (7, (ONE,) * 30),
        ):
            _watched(SlidingWindowCache, window, 4, 3).append_in(sizes, *_stream(rng, 40, 4, 3))
        K, V = _stream(rng, 9, 2, 3)
        K[3:6], V[3:6] = K[0], V[0]  # the same token again and again
        K[7], V[7] = 0, 0
        _watched(SlidingWindowCache, 4, 2, 3).append_in((ONE, ONE, 3, ONE, ONE, 2), K, V)
        for said, (K, V) in awkward.arrays(rng, (9, 4), (9, 3)):
            watched = _watched(SlidingWindowCache, 5, 4, 3)
            watched.append(K[:7], V[:7])
            watched.append(K[7], V[7])
            watched.holds(f"after a chunk of 7 and one token with {said}")
    with (
        aspect("equals", "windows of hundreds of tokens, and tens of thousands of tokens that go by"),
        large_sizes(),
    ):
        _many_tokens(SlidingWindowCache, rng)
    with aspect("dtype", "keys and values have the dtype of the first tokens"):
        for dtype in (np.float32, np.float64, np.float16):
            for sizes in ((ONE,) * 6, (3, ONE, 2)):
                _watched(SlidingWindowCache, 4, 5, 3).append_in(sizes, *_stream(rng, 6, 5, 3, dtype))
    with aspect("independent", "every cache keeps tokens of its own, however many there are and were"):
        for _ in range(3):
            caches = [_watched(SlidingWindowCache, 3, 4, 3) for _ in range(3)]
            K, V = _stream(rng, 12, 4, 3)
            for i in range(12):
                caches[i * i % 3].append(K[i], V[i])
                for watched in caches:
                    watched.holds("while other caches were in use, too")
    with aspect("inputs", "appended arrays are left as they were, and may be overwritten afterwards"):
        watched = _watched(SlidingWindowCache, 5, 4, 3)
        for size in (ONE, 3, ONE, 5, 8, ONE, 5):
            k, v = _stream(rng, max(size, 1), 4, 3)
            k, v = (k[0], v[0]) if size == ONE else (k, v)
            kept = k.copy(), v.copy()
            watched.append(k, v)
            unchanged(kept, (k, v), "kv")
            k[...] = v[...] = 7
            try:
                watched.holds("after the caller wrote other numbers into the arrays it had appended")
            except Exception as failure:
                failure.misconception = "keeps_callers_arrays"
                raise
    with aspect("cost", "memory and work a step do not depend on how many tokens went by"):
        counted = _counted_steps(SlidingWindowCache)
        growing = _growing(counted)
        if growing:  # slow code is not kept at it for long
            _constant_memory(SlidingWindowCache, range(128, 257, 64), range(1024, 1153, 64))
        else:
            _constant_memory(SlidingWindowCache, range(2048, 4097, 512), range(9216, 11_265, 512))
        if growing:
            fail(growing, misconception="work_grows", diagnosable=False)
        _window_witnessed(SlidingWindowCache, counted, rng)
    with aspect("dtype", "they keep the dtype of the first tokens when later ones have another"):
        for first, later in ((np.float32, np.float64), (np.float64, np.float32), (np.float16, np.float32)):
            for first_size, sizes in ((ONE, (ONE,) * 6), (3, (ONE, 2, 5, ONE)), (5, (9, ONE))):
                watched = _watched(SlidingWindowCache, 4, 5, 3)
                watched.append_in((first_size,), *_stream(rng, 5, 5, 3, first))
                watched.append_in(sizes, *_stream(rng, 10, 5, 3, later))


def _many_tokens(SlidingWindowCache, rng):
    """Windows of 64 tokens and more, seen at the wraps of a small integer, and more tokens than 16 bits count
    to."""
    K, V = _stream(rng, 300, 3, 2)
    watched = _watched(SlidingWindowCache, 67, 3, 2)
    for i in range(300):
        watched.append(K[i], V[i])
        if i % 41 == 0 or i in (66, 67, 127, 128, 129, 255, 256, 299):
            watched.holds(f"after {i + 1} tokens, one by one,")
    window = int(rng.integers(300, 700))
    watched = _watched(SlidingWindowCache, window, 3, 2)
    for size in (ONE, window - 9, 40, ONE, ONE, 150, window, 2 * window + 5, ONE, 77):
        k, v = _stream(rng, max(size, 1), 3, 2)
        watched.append(*((k[0], v[0]) if size == ONE else (k, v)))
        watched.holds(f"after {watched.appended} tokens")
    watched = _watched(SlidingWindowCache, 7, 1, 1)
    while watched.appended < 2**16 - 3:
        size = min(int(rng.integers(2000, 4000)), 2**16 - 3 - watched.appended)
        watched.append(*_stream(rng, size, 1, 1))
        watched.holds(f"after {_spaced(watched.appended)} tokens")
    for k, v in zip(*_stream(rng, 6, 1, 1)):
        watched.append(k, v)
        watched.holds(f"after {_spaced(watched.appended)} tokens")


def _constant_memory(SlidingWindowCache, early, late):
    """Fail if the cache holds on to more in the end than before. early, late: numbers of tokens after which
    is looked."""
    window, d_k, d_v = 32, 12, 8
    sizes = {"parameters": [window, d_k, d_v], "d_k": d_k, "d_v": d_v}
    tokens, a_token = late[-1] - early[-1], (d_k + d_v) * 8
    for reads in (True, False):
        grown = math.inf
        for collect in (False, True, True):  # measured again before it counts: other threads make memory, too
            if grown > min(8 * window, 0.2 * tokens) * a_token:
                how = {"reads": reads, "collect": collect}
                told = drive(kept_bytes, SlidingWindowCache, lengths=[*early, *late], **how, **sizes)
                # in the course of a few hundred tokens some clear up now and then
                grown = max(told["held"][len(early) :]) - max(told["held"][: len(early)])
        if grown > min(8 * window, 0.2 * tokens) * a_token:
            fail(
                f"with a window of {window}, the cache held {_spaced(grown)} bytes more after "
                f"{_spaced(late[-1])} tokens than after "
                f"{_spaced(early[-1])}{'' if reads else ', when nobody read keys or values in between'}. "
                f"That is {grown / tokens:.0f} bytes for each of the tokens between; a key and its value "
                f"take {a_token}.\nWhat happens to a token that has left the window, in everything your "
                "cache keeps, and when? A view keeps the whole array it looks into.",
                misconception="keeps_everything",
                diagnosable=False,
            )
    chunk = late[-1]
    told = drive(kept_bytes, SlidingWindowCache, lengths=[0, chunk], chunk=chunk, collect=False, **sizes)
    if told["held"][1] - told["held"][0] > 0.2 * chunk * told["a_token"]:
        note(
            f"note: after one chunk of {_spaced(chunk)} tokens all of them are still held, until later ones "
            "come: a slice is a view of the whole chunk. It passes; .copy() of the slice "
            "would let the chunk go."
        )


def _spaced(number):
    return f"{number:,}".replace(",", " ")


WINDOW, N_STEPS = 12, 420
"""Of the cache whose steps are counted, and how many there are."""


def _counted_steps(SlidingWindowCache):
    """What appending a token and reading the cache takes, a Series over the tokens gone by."""
    counts = drive(
        count_cache_steps, SlidingWindowCache, parameters=[WINDOW, 12, 8], n_steps=N_STEPS, d_k=12, d_v=8
    )
    return countable(counts["steps"])


def _growing(series):
    """What to say if a step's work grows with the tokens gone by, else ""."""
    spent = series.of(work)
    if series.last < N_STEPS:
        return (
            f"appending {series.last + 1} tokens one by one with a window of {WINDOW} took more work than "
            f"{N_STEPS} should."
        )
    early = np.mean([spent[n] for n in range(2 * WINDOW, 9 * WINDOW)])
    late = np.mean([spent[n] for n in range(N_STEPS - 14 * WINDOW, N_STEPS + 1)])
    if late > 1.3 * early:
        place = series.places[series.heaviest(work)]
        return (
            f"with a window of {WINDOW}, appending a token and reading the cache took {early:.0f} "
            f"operations a step for tokens 24 to 107 and {late:.0f} for tokens 252 to 420.\n"
            f"  {place['statement']}\nWhat does that line go through that is longer than the window?"
        )
    return ""


CHUNKS, CHUNK = 30, 3_000
"""Chunks that go by while memory is looked at from outside, and tokens of one."""


def _window_witnessed(SlidingWindowCache, counted, rng):
    """A long text of wide tokens goes by, 140 MB, of which the cache keeps the last few."""
    witness, window, d_k, d_v = Witness(SlidingWindowCache), 32, 120, 80
    if not witness:
        return
    cache = call(SlidingWindowCache, window, d_k, d_v)
    shown = f"cache.append(k, v) with {CHUNK:,} tokens"
    for number in range(CHUNKS):
        if number == 1:  # by now what a chunk takes on its way has been taken
            witness.look()
        K, V = rng.normal(size=(CHUNK, d_k)), rng.normal(size=(CHUNK, d_v))
        call(cache.append, K, V, shown=shown)
    for name, expected in (("keys", K), ("values", V)):
        got = array(getattr(cache, name), shape=(window, expected.shape[1]), what=f"cache.{name}")
        if not np.array_equal(got, expected[-window:]):
            fail(f"cache.{name} are not the last {window} tokens after {CHUNKS} chunks of {CHUNK:,} tokens.")
    token = counted.foretold(window)
    foretold = Cost(*(CHUNK * d_k // 12 * n for n in token.numbers()))
    witness.agrees(f"{CHUNKS} chunks of {CHUNK:,} tokens", CHUNKS, foretold, room=0)


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
        count_in=None,
    ):
        self._window, self._widths = window, (d_k, d_v)
        self._keep, self._order, self._add, self._count = keep, order, add, count
        self._count_in = count_in
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
        if self._count_in:
            return self._count_in(len(self._rows), self._seen, self._window)
        return self._count(len(self._rows), self._seen)


def _ring(rows, seen, window):
    """As a ring buffer holds them: token t in slot t % window."""
    if len(rows) < window:
        return rows
    return [rows[(slot - seen) % window] for slot in range(window)]


def _turned_on(rows, seen, window):
    """A ring turned on instead of back when it is read."""
    return rows if len(rows) < window else [rows[(slot - 2 * seen) % window] for slot in range(window)]


def _ring_read(rows, seen, window, beside, as_it_is):
    """A ring read from so many slots beside the right one, unless it is shown as it is."""
    return rows if as_it_is else rows[beside % len(rows) :] + rows[: beside % len(rows)]


def _one_dropped(rows, window):
    return rows[1:] if len(rows) > window else rows


MISCONCEPTIONS = known(
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
        [
            {"keep": lambda rows, window: rows[-(window - 1) :] if window > 1 else []},
            {"keep": lambda rows, window: rows[-window + 1 :]},
            {"keep": lambda rows, window: rows[-max(window - 1, 1) :]},
        ],
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
        "Your cache shows its slots as they lie in the ring: after the first overwrite the newest token "
        "stands before older ones.",
        "Slot t % window holds token t. Where does the oldest one lie, once the ring is full?",
    ),
    (
        "ring_turned_on",
        {"order": _turned_on},
        "Your ring is turned the wrong way when it is read.",
        "Window 3, tokens 0 … 3 appended: what lies in the three slots, and how far has the oldest one to "
        "move to come first?",
    ),
    *(
        (
            "ring_read_from_the_next_slot",
            {"order": order},
            "Your ring is read from one slot beside the oldest token's.",
            "Window 3, tokens 0 … 3 appended: in which slot lies token 1, and what is 4 % 3?",
        )
        for order in (
            lambda rows, seen, window: _ring_read(rows, seen, window, 1, seen < window),
            lambda rows, seen, window: _ring_read(rows, seen, window, 1, seen <= window),
            lambda rows, seen, window: _ring_read(rows, seen, window, -1, seen < window),
            lambda rows, seen, window: _ring_read(rows, seen, window, -1, seen <= window),
        )
    ),
    (
        "room_for_one",
        {"add": lambda rows, new, window: rows[-window + 1 :] + new, "keep": lambda rows, window: rows},
        "Your cache makes room for one token an append, however many come.",
        "A chunk of three comes into a window of four that is full. How many of the old tokens may stay?",
    ),
    (
        "drops_one_per_append",
        {"keep": _one_dropped},
        "Your cache drops one token an append, however many came.",
        "What has to leave when a chunk of three arrives?",
    ),
    (
        "chunk_backwards",
        {"add": lambda rows, new, window: rows + new[::-1]},
        "The tokens of a chunk stand in your cache from the last to the first.",
        "Which row of k is the earliest token?",
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
        [
            {
                "keep": lambda rows, window: (
                    rows if len(rows) <= window else rows[(len(rows) - 1) // window * window :]
                )
            },
            {
                "add": lambda rows, new, window: (
                    rows + new if len(rows) + len(new) <= window else new[-window:]
                ),
                "keep": lambda rows, window: rows,
            },
            {
                "add": lambda rows, new, window: (rows if len(rows) < window else []) + new,
                "keep": lambda rows, window: rows[-window:],
            },
        ],
        "Your cache empties itself when it is full.",
        "How many tokens should it show right after the window has filled up?",
    ),
    (
        "len_counts_all",
        {"count": lambda n, seen: seen},
        "len(cache) counts every token that ever came.",
        "How many rows has cache.keys?",
    ),
    (
        "len_is_the_window",
        {"count_in": lambda n, seen, window: window},
        "len(cache) is the window from the start.",
        "How many tokens does a new cache hold?",
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


MISCONCEPTIONS += [
    Misconception(
        "rolled_flat",
        (_RolledFlat,),
        "Your ring is turned by numbers, not by rows.",
        "What does np.roll move if it is told no axis?",
    ),
]
