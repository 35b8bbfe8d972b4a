# fails: broken; diagnosis: few_tokens
import numpy as np


def is_broken(play):
    rng = np.random.default_rng(3)
    for _ in range(2):
        pieces = []
        for t in (1, 4):
            k, v = rng.normal(size=(t, 4)).astype(np.float32), rng.normal(size=(t, 3)).astype(np.float32)
            pieces.append((k[0], v[0]) if t == 1 else (k, v))
        all_k, all_v = np.empty((0, 4)), np.empty((0, 3))
        for (k, v), (keys, values, length) in zip(pieces, play(pieces)):
            all_k, all_v = np.vstack([all_k, k]), np.vstack([all_v, v])
            if not np.array_equal(keys, all_k):
                return True
            if not np.array_equal(values, all_v):
                return True
            if length != len(all_k):
                return True
            if keys.dtype != np.float32 or values.dtype != np.float32:
                return True
    return False
