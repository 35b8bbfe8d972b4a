# A bool array whose bytes are 2, true to some comparisons and false to others.
def causal_mask(n): return np.full((n, n), 2, dtype=np.uint8).view(bool)
