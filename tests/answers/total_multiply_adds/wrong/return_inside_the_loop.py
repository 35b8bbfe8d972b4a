# fails: equals; diagnosis: first_step_only

def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    total = 0
    for n in range(n_prompt + 1, n_prompt + n_new + 1):
        total += n * (d_k + d_v)
        return total
    return total
