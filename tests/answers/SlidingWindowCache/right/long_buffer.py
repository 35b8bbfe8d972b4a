# a long buffer whose window is moved back when its end is reached
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window = window
        self.d = (d_k, d_v)
        self.buf = None
        self.a = self.b = 0

    def append(self, k, v):
        rows = [np.atleast_2d(x) for x in (k, v)]
        if self.buf is None:
            self.buf = [np.empty((4 * self.window, d), r.dtype) for d, r in zip(self.d, rows)]
        t = len(rows[0])
        if t > self.window:
            rows = [r[-self.window:] for r in rows]
            t = self.window
        if self.b + t > 4 * self.window:
            m = self.b - self.a
            for x in self.buf:
                x[:m] = x[self.a:self.b].copy()
            self.a, self.b = 0, m
        for x, r in zip(self.buf, rows):
            x[self.b:self.b + t] = r
        self.b += t
        self.a = max(self.a, self.b - self.window)

    @property
    def keys(self):
        return self.buf[0][self.a:self.b] if self.buf else np.empty((0, self.d[0]))

    @property
    def values(self):
        return self.buf[1][self.a:self.b] if self.buf else np.empty((0, self.d[1]))

    def __len__(self):
        return self.b - self.a
