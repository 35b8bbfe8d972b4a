# style: decode_step is an object with __call__
import numpy as np


class Step:
    def __init__(self, stable=True):
        self.stable = stable

    def softmax(self, s):
        e = np.exp(s - s.max() if self.stable else s)
        return e / e.sum()

    def __call__(self, q, k, v, cache):
        cache.append(k, v)
        return self.softmax(cache.keys @ q / float(np.sqrt(q.size))) @ cache.values


decode_step = Step()
