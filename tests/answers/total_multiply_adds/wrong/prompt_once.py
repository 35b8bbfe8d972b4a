# fails: equals; diagnosis: prompt_counted_once

def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    return (n_prompt + n_new * (n_new + 1) // 2) * (d_k + d_v)
