# the prompt in every step, and a triangle of new tokens
def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    rectangle = n_prompt * n_new
    triangle = n_new * (n_new + 1) // 2
    return (d_k + d_v) * (rectangle + triangle)
