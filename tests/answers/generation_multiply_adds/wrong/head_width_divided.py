# fails: equals; diagnosis: head_width_divided
def generation_multiply_adds(length, n_layers, n_heads, d_head):
    d = d_head // n_heads
    return n_layers * n_heads * d * length * (length + 1)
