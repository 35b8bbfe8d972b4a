# fails: equals; diagnosis: projections_counted
def generation_multiply_adds(length, n_layers, n_heads, d_head):
    d_model = n_heads * d_head
    return n_layers * (n_heads * d_head * length * (length + 1) + 4 * length * d_model ** 2)
