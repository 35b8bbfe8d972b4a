# fails: cost; diagnosis: loop_over_tokens
from functools import lru_cache


@lru_cache(maxsize=None)
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    total = 0
    for n in range(n_prompt + 1, n_prompt + n_new + 1):
        total += n * d_k + n * d_v
    return total
