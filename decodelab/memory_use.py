"""How much of a cache's memory holds tokens, and how many texts fit, for several ways to give memory to
texts.

A way to give memory says how many rows a text of n tokens has been given, of which it uses n:
  reserve    the whole context, at once
  doubling   twice as much each time it is full (decodelab.designs.KVCache)
  blocks of s  a block of s rows whenever the last one is full
"""

from collections import deque

import numpy as np

from decodelab.text_lengths import CONTEXT


def rows_given(way, n):
    """Rows that a text of n tokens has been given. way: "reserve", "doubling", or the size of a block. n:
    ints, any shape."""
    n = np.asarray(n)
    if way == "reserve":
        return np.full(n.shape, CONTEXT)
    if way == "doubling":
        return 2 ** np.ceil(np.log2(np.maximum(n, 1))).astype(int)
    return -(-n // way) * way


def share_in_use(way, prompt, new):
    """Tokens over rows given, added up over every step of every text; prompt, new: (count,) ints."""
    lengths = np.concatenate([np.arange(p + 1, p + w + 1) for p, w in zip(prompt, new)])
    return lengths.sum() / rows_given(way, lengths).sum()


def memory_over_time(way, prompt, new, rows, steps):
    """Texts come in one after the other while there is room, each writes a token a step and leaves when it is
    done.

    way : "reserve", or the size of a block; then a text comes in while a block for each one that is writing
          stays free, and if all rows are taken even so, the text that came last gives its rows back and waits
          again
    rows: of the whole memory

    Returns (texts, used, given), each (steps,): texts writing, rows that hold tokens, rows given to texts.
    """
    waiting, writing, told = deque(zip(prompt, new)), [], []
    for _ in range(steps):
        writing = [[n + 1, end] for n, end in writing if n < end]
        given = sum(int(rows_given(way, n)) for n, _ in writing)
        while given > rows:  # all have grown: who came last gives its rows back and will be read again later
            n, end = writing.pop()
            waiting.appendleft((n - 1, end - n + 1))
            given -= int(rows_given(way, n))
        while waiting:
            p, w = waiting[0]
            spare = 0 if way == "reserve" else way * (len(writing) + 1)
            if given + int(rows_given(way, p + 1)) + spare > rows:
                break
            waiting.popleft()
            writing.append([p + 1, p + w])
            given += int(rows_given(way, p + 1))
        told.append((len(writing), sum(n for n, _ in writing), given))
    return tuple(np.array(column) for column in zip(*told))
