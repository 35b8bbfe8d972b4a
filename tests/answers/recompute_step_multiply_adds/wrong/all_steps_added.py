# fails: equals; diagnosis: all_steps_added
def recompute_step_multiply_adds(n, d_model, d_k, d_v):
    return sum(i * d_model * (2 * d_k + d_v) + i * i * (d_k + d_v) for i in range(1, n + 1))
