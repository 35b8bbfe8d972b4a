# style: two buffers that double when they are full
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v = d_k, d_v
        self.n = 0
        self.buffers = None

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if self.buffers is None:
            self.buffers = [np.zeros((4, self.d_k), k.dtype), np.zeros((4, self.d_v), v.dtype)]
        while self.n + len(k) > len(self.buffers[0]):
            self.buffers = [np.concatenate([b, np.zeros_like(b)]) for b in self.buffers]
        for buffer, new in zip(self.buffers, (k, v)):
            buffer[self.n:self.n + len(new)] = new
        self.n += len(k)

    @property
    def keys(self):
        return np.zeros((0, self.d_k)) if self.buffers is None else self.buffers[0][:self.n]

    @property
    def values(self):
        return np.zeros((0, self.d_v)) if self.buffers is None else self.buffers[1][:self.n]

    def __len__(self):
        return self.n
