# nested sums over layers and heads
def generation_multiply_adds(length, n_layers, n_heads, d_head):
    per_head = 2 * d_head * sum(range(length + 1))
    return sum(sum(per_head for head in range(n_heads)) for layer in range(n_layers))
