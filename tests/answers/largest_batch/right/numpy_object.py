# a NumPy array of Python ints
def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    import numpy as np
    room = int(np.array([memory_bytes] * n_machines, dtype=object).sum()) - parameters * weight_bits // 8
    return room // (context * cache_bytes_a_token) if room > 0 else 0
