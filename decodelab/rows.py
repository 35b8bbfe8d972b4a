"""The rows that a cache keeps: the first append fixes their dtype, whatever comes later.

Whoever keeps rows, or says what should have been kept, asks here: a float64 token behind float32 ones is
rounded to float32. Else one such token would double the bytes of a whole cache, and those of every step after
it.
"""

import numpy as np


def dtype_of(kept, new):
    """The dtype in which rows `new` are kept behind the rows `kept` (n, d): theirs, or that of new if there
    are none."""
    return kept.dtype if len(kept) else new.dtype


def joined(kept, new):
    """kept (n, d) and below them new (t, d), in one new array (n + t, d)."""
    return np.concatenate([kept, new], dtype=dtype_of(kept, new), casting="same_kind")
