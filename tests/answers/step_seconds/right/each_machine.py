# what one of the machines does
def step_seconds(model, machine, batch, context, weight_bits=16, cache_bits=16, n_machines=1):
    w = (model.parameters - model.embedding) / n_machines
    kv = 2 * model.n_layers * model.n_kv_heads * model.d_head * context * batch / n_machines
    seconds_of_memory = (w * weight_bits / 8 + kv * cache_bits / 8) / machine.bytes_per_second
    attention = 4 * context * model.n_layers * model.n_heads * model.d_head / n_machines
    seconds_of_arithmetic = batch * (2 * w + attention) / machine.flops_per_second
    if seconds_of_memory > seconds_of_arithmetic:
        return seconds_of_memory
    return seconds_of_arithmetic
