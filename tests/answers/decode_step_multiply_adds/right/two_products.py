# each product by name
def decode_step_multiply_adds(n, d_k, d_v):
    """n dot products of length d_k, then d_v sums of n weighted values."""
    scores = n * d_k
    output = n * d_v
    return scores + output
