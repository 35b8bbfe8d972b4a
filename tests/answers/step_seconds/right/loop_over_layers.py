# a loop over layers and sequences
def step_seconds(model, machine, batch, context, weight_bits=16, cache_bits=16, n_machines=1):
    bits = (model.parameters - model.embedding) * weight_bits
    flops = 2 * batch * (model.parameters - model.embedding)
    for _ in range(model.n_layers):
        bits += 2 * batch * context * model.n_kv_heads * model.d_head * cache_bits
        flops += 2 * 2 * batch * context * model.n_heads * model.d_head
    return max(bits / (8 * n_machines * machine.bytes_per_second), flops / (n_machines * machine.flops_per_second))
