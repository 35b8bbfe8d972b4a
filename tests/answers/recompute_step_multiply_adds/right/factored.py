# factored out
recompute_step_multiply_adds = lambda n, d_model, d_k, d_v: n * (d_model * (d_k + d_k + d_v) + n * (d_k + d_v))
