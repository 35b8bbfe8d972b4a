# projection by projection, then scores, then mixtures
def recompute_step_multiply_adds(n, d_model, d_k, d_v):
    queries = n * d_model * d_k
    keys = n * d_model * d_k
    values = n * d_model * d_v
    scores = n * n * d_k
    outputs = n * n * d_v
    return queries + keys + values + scores + outputs
