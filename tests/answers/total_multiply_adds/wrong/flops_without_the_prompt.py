# fails: equals; diagnosis: twice_the_count+prompt_forgotten
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    return (d_k + d_v) * n_new * (n_new + 1)
