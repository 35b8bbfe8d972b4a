# fails: equals; diagnosis: mean_of_prompt_and_end

def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    return n_new * (n_prompt + (n_prompt + n_new)) // 2 * (d_k + d_v)
