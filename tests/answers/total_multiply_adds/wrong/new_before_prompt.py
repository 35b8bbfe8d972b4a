# fails: equals; diagnosis: arguments_out_of_order

def total_multiply_adds(n_new, n_prompt, d_k, d_v):
    return (d_k + d_v) * (n_prompt * n_new + n_new * (n_new + 1) // 2)
