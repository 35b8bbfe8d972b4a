# right, on top of a step_seconds with a slip
from dataclasses import replace


def step_seconds(model, machine, batch, context, weight_bits=16, cache_bits=16, n_machines=1):
    return (model.parameters - model.embedding) * weight_bits / 8 / machine.bytes_per_second


def seconds_a_step(measurement):
    raise NotImplementedError


def impossible(measurements):
    found = []
    for m in measurements:
        numbers = 2 * m.model.n_layers * m.model.n_kv_heads * m.model.d_head * m.batch * m.context
        held = m.model.parameters * m.weight_bits / 8 + numbers * m.cache_bits / 8
        read = replace(m.model, parameters=m.model.active, embedding=0) if m.model.active else m.model
        least = step_seconds(read, m.machine, m.batch, m.context, m.weight_bits, m.cache_bits, m.n_machines)
        if held > m.n_machines * m.machine.memory_bytes or seconds_a_step(m) < 0.98 * least:
            found.append(m.id)
    return found
