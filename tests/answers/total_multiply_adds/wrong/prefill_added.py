# fails: equals; diagnosis: prefill_counted
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    steps = n_new * (2 * n_prompt + n_new + 1) // 2
    return (n_prompt ** 2 + steps) * (d_k + d_v)
