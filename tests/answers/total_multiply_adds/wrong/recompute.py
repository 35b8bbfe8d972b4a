# fails: equals; diagnosis: all_rows_recomputed
def total_multiply_adds(n_prompt, n_new, d_k, d_v):

    def squares(n):
        return n * (n + 1) * (2 * n + 1) // 6
    return (d_k + d_v) * (squares(n_prompt + n_new) - squares(n_prompt))
