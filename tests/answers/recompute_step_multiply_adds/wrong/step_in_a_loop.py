# fails: equals; diagnosis: whole_step_for_each_token
def recompute_step_multiply_adds(n, d_model, d_k, d_v):
    total = 0
    for token in range(n):   # each token goes through the whole step again
        projections = n * d_model * d_k + n * d_model * d_k + n * d_model * d_v
        attention = n * n * d_k + n * n * d_v
        total += projections + attention
    return total
