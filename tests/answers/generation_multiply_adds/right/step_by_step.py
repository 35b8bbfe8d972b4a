# adds up step by step: lengths are those of texts
def generation_multiply_adds(length, n_layers, n_heads, d_head):
    total = 0
    for n in range(1, length + 1):
        total += 2 * n * d_head * n_heads * n_layers
    return total
