# fails: machines; diagnosis: shared_twice
import numpy as np


def step_seconds(model, machine, batch, context, weight_bits=16, cache_bits=16, n_machines=1):
    read = model.parameters - model.embedding
    weight_bytes = read * weight_bits / 8
    cache_bytes = batch * context * 2 * model.n_layers * model.n_kv_heads * model.d_head * cache_bits / 8
    flops = batch * (2 * read + 4 * context * model.n_layers * model.n_heads * model.d_head)
    memory = (weight_bytes + cache_bytes) / machine.bytes_per_second / n_machines
    compute = flops / machine.flops_per_second / n_machines**2
    return max(memory, compute)
