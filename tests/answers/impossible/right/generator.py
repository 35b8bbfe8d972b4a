# a generator of ids
from dataclasses import replace

from decodelab.floor import seconds_a_step, step_seconds


def impossible(measurements):
    for m in measurements:
        model = m.model
        caches = m.batch * m.context * model.cache_bytes_a_token * m.cache_bits / 16
        fits = model.parameters * m.weight_bits / 8 + caches <= m.machine.memory_bytes * m.n_machines
        if model.active:
            model = replace(model, parameters=model.active, embedding=0)
        floor = step_seconds(model, m.machine, m.batch, m.context, m.weight_bits, m.cache_bits, m.n_machines)
        if not (fits and seconds_a_step(m) >= 0.98 * floor):
            yield m.id
