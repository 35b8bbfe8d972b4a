# fails: equals; diagnosis: width_squared
def generation_multiply_adds(length, n_layers, n_heads, d_head):
    return n_layers * n_heads * d_head**2 * length * (length + 1)
