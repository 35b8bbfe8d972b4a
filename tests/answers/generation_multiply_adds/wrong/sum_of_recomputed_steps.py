# fails: equals; diagnosis: all_rows_recomputed
def generation_multiply_adds(length, n_layers, n_heads, d_head):
    d_model = n_heads * d_head
    total = 0
    for n in range(1, length + 1):
        total += n * d_model * 3 * d_head + n * n * 2 * d_head
    return n_layers * n_heads * total
