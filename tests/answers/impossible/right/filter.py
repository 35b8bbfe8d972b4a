# filter and map
from dataclasses import replace

from decodelab.floor import seconds_a_step, step_seconds


def no_room(m):
    numbers = 2 * m.model.n_layers * m.model.n_kv_heads * m.model.d_head * m.batch * m.context
    return m.model.parameters * m.weight_bits + numbers * m.cache_bits > 8 * m.n_machines * m.machine.memory_bytes


def too_fast(m):
    model = m.model
    if model.active > 0:
        model = replace(model, parameters=model.active + model.embedding)
    return seconds_a_step(m) < 0.98 * step_seconds(
        model, m.machine, m.batch, m.context, weight_bits=m.weight_bits, cache_bits=m.cache_bits, n_machines=m.n_machines
    )


def impossible(measurements):
    return list(map(lambda m: m.id, filter(lambda m: no_room(m) or too_fast(m), measurements)))
