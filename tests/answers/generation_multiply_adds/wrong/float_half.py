# fails: dtype; diagnosis: float_on_the_way
def generation_multiply_adds(length, n_layers, n_heads, d_head):
    return int(2 * n_layers * n_heads * d_head * (length * (length + 1) / 2))
