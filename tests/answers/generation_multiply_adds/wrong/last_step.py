# fails: equals; diagnosis: last_step_only
def generation_multiply_adds(length, n_layers, n_heads, d_head):
    return 2 * n_layers * n_heads * d_head * length
