# fails: dtype; diagnosis: float64_for_float32
from decodelab import reference


def attend_incrementally(Q, K, V):
    return reference.causal_attention(Q, K, V)
