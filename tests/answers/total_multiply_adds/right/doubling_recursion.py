# a recursion that halves the number of tokens
def lengths_up_to(n):
    """1 + 2 + … + n, by halving."""
    if n == 0:
        return 0
    if n % 2:
        return n + lengths_up_to(n - 1)
    half = n // 2
    return 2 * lengths_up_to(half) + half * half


def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    return (lengths_up_to(n_prompt + n_new) - lengths_up_to(n_prompt)) * (d_k + d_v)
