# checks its input, prints, counts with divmod
def total_multiply_adds(n_prompt: int, n_new: int, d_k: int, d_v: int) -> int:
    if not all(isinstance(x, int) and x >= 0 for x in (n_prompt, n_new, d_k, d_v)):
        raise TypeError("whole numbers, please")
    twice = n_new * (2 * n_prompt + n_new + 1)
    half, rest = divmod(twice, 2)
    assert rest == 0
    print(f"{half} cached tokens read in all")
    return half * (d_k + d_v)
