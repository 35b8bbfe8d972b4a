# in long double, returned as it came
import numpy as np


def attention_scores(Q: np.ndarray, K: np.ndarray) -> np.ndarray:
    """Scaled dot products."""
    wide = Q.astype(np.longdouble) @ K.astype(np.longdouble).T
    return (wide / np.sqrt(np.longdouble(K.shape[-1]))).astype(Q.dtype)
