# fails: memory; diagnosis: tolerance_for_memory
import dataclasses

import numpy as np
from decodelab.floor import seconds_a_step, step_seconds


def impossible(measurements):
    ids = []
    for m in measurements:
        model = m.model
        weights = model.parameters * m.weight_bits / 8
        caches = m.batch * m.context * 2 * model.n_layers * model.n_kv_heads * model.d_head * m.cache_bits / 8
        fits = weights + caches <= 1.02 * m.n_machines * m.machine.memory_bytes
        if model.active > 0:
            model = dataclasses.replace(model, parameters=model.active, embedding=0)
        floor = step_seconds(model, m.machine, m.batch, m.context, m.weight_bits, m.cache_bits, m.n_machines)
        took = seconds_a_step(m)
        if not fits or took < 0.98 * floor:
            ids.append(m.id)
    return ids
