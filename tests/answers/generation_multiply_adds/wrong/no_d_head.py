# fails: equals; diagnosis: width_forgotten
def generation_multiply_adds(length, n_layers, n_heads, d_head):
    return n_layers * n_heads * length * (length + 1)
