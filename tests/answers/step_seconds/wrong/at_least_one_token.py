# fails: empty; diagnosis: none
def step_seconds(model, machine, batch, context, weight_bits=16, cache_bits=16, n_machines=1):
    context = max(context, 1)
    weights_read = model.parameters - model.embedding
    cached_numbers = batch * context * 2 * model.n_layers * model.n_kv_heads * model.d_head
    bytes_read = (weights_read * weight_bits + cached_numbers * cache_bits) / 8
    flops = batch * (2 * weights_read + 4 * context * model.n_layers * model.n_heads * model.d_head)
    return max(bytes_read / machine.bytes_per_second, flops / machine.flops_per_second) / n_machines
