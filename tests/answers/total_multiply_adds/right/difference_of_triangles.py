# all lengths less those of the prompt
def triangle(n):
    return n * (n + 1) // 2


def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    lengths = triangle(n_prompt + n_new) - triangle(n_prompt)
    return lengths * d_k + lengths * d_v
