# fits if largest_batch says so, in whole eighths of bytes
from dataclasses import replace

from decodelab.floor import seconds_a_step, step_seconds


import math


def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    room = n_machines * memory_bytes - parameters * weight_bits // 8
    return max(0, room // (context * cache_bytes_a_token))


def impossible(measurements):
    def fits(m):
        cache = math.ceil(2 * m.model.n_layers * m.model.n_kv_heads * m.model.d_head * m.cache_bits / 8)
        return largest_batch(math.ceil(m.model.parameters * m.weight_bits / 8), 8, cache, math.ceil(m.context), m.machine.memory_bytes, m.n_machines) >= m.batch

    def believable(m):
        read = m.model if not m.model.active else replace(m.model, parameters=m.model.active, embedding=0)
        return seconds_a_step(m) / step_seconds(read, m.machine, m.batch, m.context, m.weight_bits, m.cache_bits, m.n_machines) >= 0.98

    return tuple(m.id for m in measurements if not fits(m) or not believable(m))
