# fails: equals; diagnosis: sum_is_half_a_square
def generation_multiply_adds(length, n_layers, n_heads, d_head):
    return n_layers * n_heads * d_head * length ** 2
