# fails: cost; diagnosis: loop_over_tokens
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    total, n = 0, n_prompt
    while n_new:
        n += 1
        n_new -= 1
        total += n * (d_k + d_v)
    return total
