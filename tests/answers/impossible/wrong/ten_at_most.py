# fails: order; diagnosis: none
from dataclasses import replace

from decodelab.floor import seconds_a_step, step_seconds


def held(m):
    cached_numbers = m.batch * m.context * 2 * m.model.n_layers * m.model.n_kv_heads * m.model.d_head
    return (m.model.parameters * m.weight_bits + cached_numbers * m.cache_bits) / 8


def least_seconds(m):
    read = replace(m.model, parameters=m.model.active, embedding=0) if m.model.active else m.model
    return step_seconds(read, m.machine, m.batch, m.context, m.weight_bits, m.cache_bits, m.n_machines)


def impossible(measurements):
    found = [m.id for m in measurements
            if held(m) > m.n_machines * m.machine.memory_bytes or seconds_a_step(m) < 0.98 * least_seconds(m)]
    return found[:10]
