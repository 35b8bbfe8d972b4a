# fails: memory; diagnosis: no_tolerance+memory_of_one_machine
from dataclasses import replace

from decodelab.floor import seconds_a_step, step_seconds


def impossible(measurements):
    found = []
    for m in measurements:
        caches = 2 * m.model.n_layers * m.model.n_kv_heads * m.model.d_head * m.batch * m.context * m.cache_bits / 8
        held = m.model.parameters * m.weight_bits / 8 + caches
        room = m.machine.memory_bytes
        read = replace(m.model, parameters=m.model.active, embedding=0) if m.model.active else m.model
        least = step_seconds(read, m.machine, m.batch, m.context, m.weight_bits, m.cache_bits, m.n_machines)
        took = seconds_a_step(m)
        if held > room or took < least:
            found.append(m.id)
    return found
