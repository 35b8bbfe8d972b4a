# beside a list of rows
import numpy as np


def is_broken(play):
    for start in (0, 100):
        pieces, rows = [], []
        for t in (2, 1, 3, 30):
            k = start + np.arange(len(rows) * 2, (len(rows) + t) * 2, dtype=np.float32).reshape(t, 2)
            pieces.append((k, -k) if t > 1 else (k[0], -k[0]))
            rows += list(k)
        keys, values, length = play(pieces)[-1]
        lengths = [seen[2] for seen in play(pieces)]
        if lengths != [2, 3, 6, 36] or length != 36 or keys.dtype != np.float32 or values.dtype != np.float32:
            return True
        if not np.array_equal(keys, rows) or not np.array_equal(values, -np.array(rows)):
            return True
    return False
