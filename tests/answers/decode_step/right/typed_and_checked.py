# style: typed, documented, checks its input, names every intermediate
import numpy as np


def decode_step(q: np.ndarray, k: np.ndarray, v: np.ndarray, cache) -> np.ndarray:
    """One step of autoregressive decoding with a KV cache."""
    if q.ndim != 1 or k.shape != q.shape:
        raise ValueError("q and k must be vectors of the same length")
    cache.append(k, v)
    all_keys: np.ndarray = cache.keys
    all_values: np.ndarray = cache.values
    assert len(all_keys) == len(all_values) == len(cache)
    head_dim: int = q.shape[-1]
    scale: float = 1.0 / float(np.sqrt(head_dim))
    attention_scores: np.ndarray = np.matmul(all_keys, q) * scale
    attention_scores = attention_scores - attention_scores.max(axis=-1, keepdims=True)
    exp_scores: np.ndarray = np.exp(attention_scores)
    attention_weights: np.ndarray = exp_scores / exp_scores.sum(axis=-1, keepdims=True)
    output: np.ndarray = np.matmul(attention_weights, all_values)
    return output
