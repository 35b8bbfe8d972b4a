# fails: memory; diagnosis: no_such_attribute
def step_seconds(model, machine, batch, context, weight_bits=16, cache_bits=16, n_machines=1):
    w = model.params - model.embedding
    kv = 2 * model.n_layers * model.n_kv_heads * model.d_head
    weights = w * weight_bits / 8
    caches = batch * context * kv * cache_bits / 8
    flops = batch * (2 * w + 4 * context * model.n_layers * model.n_heads * model.d_head)
    memory = (weights + caches) / (n_machines * machine.bytes_per_second)
    arithmetic = flops / (n_machines * machine.flops_per_second)
    return max(memory, arithmetic)
