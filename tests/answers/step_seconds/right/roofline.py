# with lesson 05's roofline
import numpy as np


def roofline_seconds(flops, bytes_moved, flops_per_second, bytes_per_second):
    return max(flops / flops_per_second, bytes_moved / bytes_per_second)


def step_seconds(model, machine, batch, context, weight_bits=16, cache_bits=16, n_machines=1):
    weights = model.parameters - model.embedding
    cache = 2 * model.n_layers * model.n_kv_heads * model.d_head * context
    return roofline_seconds(
        batch * (2 * weights + 2 * cache * model.n_heads // model.n_kv_heads),
        np.float64(weights * weight_bits / 8 + batch * cache * cache_bits / 8),
        n_machines * machine.flops_per_second,
        n_machines * machine.bytes_per_second,
    )
