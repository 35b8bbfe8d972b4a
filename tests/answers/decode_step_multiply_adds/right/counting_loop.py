# counted by a loop over the tokens
def decode_step_multiply_adds(n, d_k, d_v):
    count = 0
    for token in range(n):
        count += d_k  # its score
        count += d_v  # its value, weighted and added
    return count
