# fails: cost; diagnosis: loop_over_tokens
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    total, done, block = 0, 0, 16
    while done < n_new:
        size = min(block, n_new - done)
        first = n_prompt + done + 1
        total += (2 * first + size - 1) * size // 2
        done += size
    return total * (d_k + d_v)
