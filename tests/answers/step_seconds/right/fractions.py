# exact until the end
def step_seconds(model, machine, batch, context, weight_bits=16, cache_bits=16, n_machines=1):
    from fractions import Fraction
    weights = model.parameters - model.embedding
    numbers = batch * Fraction(context) * 2 * model.n_layers * model.n_kv_heads * model.d_head
    memory = (weights * Fraction(weight_bits) + numbers * Fraction(cache_bits)) / 8 / Fraction(machine.bytes_per_second)
    flops = batch * (2 * weights + 4 * Fraction(context) * model.n_layers * model.n_heads * model.d_head)
    return max(float(memory), float(flops) / machine.flops_per_second) / n_machines
