# style: everything in one file as a language model gives it, with a __main__ part
from typing import Tuple

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.floating]


class KVCache:
    """Stores keys and values."""

    def __init__(self, d_k: int, d_v: int) -> None:
        self._keys: list[FloatArray] = []
        self._values: list[FloatArray] = []
        self._shape: Tuple[int, int] = (d_k, d_v)

    def append(self, k: FloatArray, v: FloatArray) -> None:
        if k.ndim == 1:
            self._keys.append(np.array(k, copy=True))
            self._values.append(np.array(v, copy=True))
        elif k.ndim == 2:
            for i in range(k.shape[0]):
                self._keys.append(np.array(k[i], copy=True))
                self._values.append(np.array(v[i], copy=True))
        else:
            raise ValueError(f"unexpected shape {k.shape}")

    @property
    def keys(self) -> FloatArray:
        if not self._keys:
            return np.zeros((0, self._shape[0]))
        return np.stack(self._keys, axis=0)

    @property
    def values(self) -> FloatArray:
        if not self._values:
            return np.zeros((0, self._shape[1]))
        return np.stack(self._values, axis=0)

    def __len__(self) -> int:
        return len(self._keys)


def _stable_softmax(x: FloatArray) -> FloatArray:
    shifted = x - np.max(x, axis=-1, keepdims=True)
    exps = np.exp(shifted)
    return exps / np.sum(exps, axis=-1, keepdims=True)


def decode_step(q: FloatArray, k: FloatArray, v: FloatArray, cache: KVCache) -> FloatArray:
    """Perform one decode step."""
    cache.append(k, v)
    d_k = q.shape[-1]
    scores = (cache.keys @ q) / np.sqrt(d_k).astype(q.dtype)
    return _stable_softmax(scores) @ cache.values


if __name__ == "__main__":
    c = KVCache(4, 3)
    print(decode_step(np.ones(4), np.ones(4), np.ones(3), c))
