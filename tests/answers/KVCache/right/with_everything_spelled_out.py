# style: typed, documented and validated, as a language model would write it
from __future__ import annotations

from typing import Optional

import numpy as np


class KVCache:
    """Key-value cache for autoregressive decoding.

    Args:
        d_k: Dimension of the keys.
        d_v: Dimension of the values.
    """

    _INITIAL_CAPACITY: int = 16
    _GROWTH_FACTOR: int = 2

    def __init__(self, d_k: int, d_v: int) -> None:
        if d_k <= 0 or d_v <= 0:
            raise ValueError("d_k and d_v must be positive")
        self._d_k: int = d_k
        self._d_v: int = d_v
        self._size: int = 0
        self._capacity: int = 0
        self._key_buffer: Optional[np.ndarray] = None
        self._value_buffer: Optional[np.ndarray] = None

    def append(self, k: np.ndarray, v: np.ndarray) -> None:
        """Append one token or a batch of tokens."""
        k = np.asarray(k)
        v = np.asarray(v)
        if k.ndim == 1:
            k = k[None, :]
        if v.ndim == 1:
            v = v[None, :]
        if k.shape[0] != v.shape[0]:
            raise ValueError(f"Got {k.shape[0]} keys but {v.shape[0]} values")
        if k.shape[1] != self._d_k:
            raise ValueError(f"Expected keys of width {self._d_k}, got {k.shape[1]}")
        if v.shape[1] != self._d_v:
            raise ValueError(f"Expected values of width {self._d_v}, got {v.shape[1]}")
        self._ensure_capacity(self._size + k.shape[0], k.dtype, v.dtype)
        assert self._key_buffer is not None and self._value_buffer is not None
        self._key_buffer[self._size : self._size + k.shape[0]] = k
        self._value_buffer[self._size : self._size + v.shape[0]] = v
        self._size += k.shape[0]

    def _ensure_capacity(self, needed: int, key_dtype: np.dtype, value_dtype: np.dtype) -> None:
        if needed <= self._capacity:
            return
        new_capacity = max(self._INITIAL_CAPACITY, self._capacity)
        while new_capacity < needed:
            new_capacity *= self._GROWTH_FACTOR
        new_keys = np.zeros((new_capacity, self._d_k), dtype=key_dtype)
        new_values = np.zeros((new_capacity, self._d_v), dtype=value_dtype)
        if self._key_buffer is not None:
            new_keys[: self._size] = self._key_buffer[: self._size]
            new_values[: self._size] = self._value_buffer[: self._size]
        self._key_buffer, self._value_buffer = new_keys, new_values
        self._capacity = new_capacity

    @property
    def keys(self) -> np.ndarray:
        """Cached keys, shape (len, d_k)."""
        if self._key_buffer is None:
            return np.zeros((0, self._d_k))
        return self._key_buffer[: self._size]

    @property
    def values(self) -> np.ndarray:
        """Cached values, shape (len, d_v)."""
        if self._value_buffer is None:
            return np.zeros((0, self._d_v))
        return self._value_buffer[: self._size]

    def __len__(self) -> int:
        return self._size

    def __repr__(self) -> str:
        return f"KVCache(len={self._size}, d_k={self._d_k}, d_v={self._d_v})"
