# verdict: ok; yields scores from a generator method with send
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.append(self.keys, k).reshape(-1, self.keys.shape[1])
        self.values = np.append(self.values, v).reshape(-1, self.values.shape[1])

    def __len__(self):
        return len(self.keys)


def running_softmax(width):
    top, norm, acc = float("-inf"), 0.0, np.zeros(width)
    while True:
        item = yield (acc / norm if norm else acc)
        s, value = item
        if s > top:
            factor = np.exp(top - s)
            norm, acc, top = norm * factor, acc * factor, s
        w = np.exp(s - top)
        norm += w
        acc += w * value


def decode_step(q, k, v, cache):
    cache.append(k, v)
    machine = running_softmax(len(v))
    next(machine)
    for key, value in zip(cache.keys, cache.values):
        out = machine.send(((key * q).sum() / np.sqrt(len(q)), value))
    return out
