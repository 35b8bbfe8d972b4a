# fails: equals; diagnosis: starts_at_length_two

def generation_multiply_adds(length, n_layers, n_heads, d_head):
    lengths = range(2, length + 2)
    return n_layers * n_heads * 2 * d_head * sum(lengths)
