# style: abstract base class, inheritance and super()
from abc import ABC, abstractmethod

import numpy as np


class Store(ABC):
    def __init__(self, width):
        self.width = width

    @abstractmethod
    def push(self, rows): ...

    @abstractmethod
    def read(self): ...


class TupleStore(Store):
    def __init__(self, width):
        super().__init__(width)
        self.rows = ()

    def push(self, rows):
        dtype = self.rows[0].dtype if self.rows else rows.dtype
        self.rows += tuple(np.array(row, dtype) for row in rows)

    def read(self):
        return np.array(self.rows) if self.rows else np.zeros((0, self.width))


class BaseCache:
    store = TupleStore

    def __init__(self, *widths):
        self.stores = [self.store(width) for width in widths]

    def append(self, *arrays):
        for store, array in zip(self.stores, arrays):
            store.push(array[None] if array.ndim == 1 else array)

    def __len__(self):
        return len(self.stores[0].rows)


class KVCache(BaseCache):
    @property
    def keys(self):
        return self.stores[0].read()

    @property
    def values(self):
        return self.stores[1].read()
