# fails: equals; diagnosis: missing_brackets
def generation_multiply_adds(length, n_layers, n_heads, d_head):
    return n_layers * n_heads * d_head * (length * length + 1)
