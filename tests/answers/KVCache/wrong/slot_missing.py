# fails: shape; diagnosis: no_such_attribute
import numpy as np


class KVCache:
    __slots__=('k',)
    def __init__(self,d_k,d_v):
        self.k=np.empty((0,d_k)); self.v=np.empty((0,d_v))
