# Generators, coroutines and endless iterators for results.
import itertools
def causal_mask(n): yield from np.tri(n, dtype=bool)
async def softmax(scores): return scores
def count(n): return itertools.repeat(True)
def twice(function, x): return map(function, itertools.count())
def q4_keys(): yield "c"
class Stack:
    def __init__(self): self.items = iter(int, 1)
    def append(self, row): pass
    def __len__(self): return True
