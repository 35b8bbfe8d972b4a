# style: a dataclass with fields made in __post_init__
from dataclasses import dataclass, field

import numpy as np


@dataclass
class KVCache:
    d_k: int
    d_v: int
    keys: np.ndarray = field(init=False, repr=False)
    values: np.ndarray = field(init=False, repr=False)

    def __post_init__(self):
        self.keys = np.empty((0, self.d_k))
        self.values = np.empty((0, self.d_v))

    def append(self, k: np.ndarray, v: np.ndarray) -> None:
        old_k = self.keys if len(self) else self.keys.astype(k.dtype)
        old_v = self.values if len(self) else self.values.astype(v.dtype)
        self.keys = np.r_[old_k, np.atleast_2d(k).astype(old_k.dtype)]
        self.values = np.r_[old_v, np.atleast_2d(v).astype(old_v.dtype)]

    def __len__(self) -> int:
        return len(self.keys)
