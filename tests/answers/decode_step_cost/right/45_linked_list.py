# verdict: ok; a linked list walked from the newest token
import math
import numpy as np


class Node:
    __slots__ = ("key", "value", "before")

    def __init__(self, key, value, before):
        self.key, self.value, self.before = key, value, before


class KVCache:
    def __init__(self, d_k, d_v):
        self.newest, self.n, self.d = None, 0, (d_k, d_v)

    def append(self, k, v):
        for key, value in zip(np.atleast_2d(k), np.atleast_2d(v)):
            self.newest = Node(key.copy(), value.copy(), self.newest)
            self.n += 1

    def __iter__(self):
        node = self.newest
        while node is not None:
            yield node
            node = node.before

    @property
    def keys(self):
        return np.array([node.key for node in self][::-1]).reshape(-1, self.d[0])

    @property
    def values(self):
        return np.array([node.value for node in self][::-1]).reshape(-1, self.d[1])

    def __len__(self):
        return self.n


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = [q.dot(node.key) / math.sqrt(q.size) for node in cache]
    top = max(scores)
    weights = [math.exp(s - top) for s in scores]
    total = sum(weights)
    out = np.zeros(v.shape)
    for w, node in zip(weights, cache):
        out += node.value * (w / total)
    return out
