# fails: equals; diagnosis: each_machine_for_itself
def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    share = parameters * weight_bits / 8 / n_machines
    per_machine = int((memory_bytes - share) // (context * cache_bytes_a_token))
    return max(0, per_machine * n_machines)
