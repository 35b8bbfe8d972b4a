# fails: memory; diagnosis: total_for_one_reader
import dataclasses

import numpy as np
from decodelab.floor import seconds_a_step, step_seconds


def held(m):
    numbers = 2 * m.model.n_layers * m.model.n_kv_heads * m.model.d_head * m.batch * m.context
    return (m.model.parameters * m.weight_bits + numbers * m.cache_bits) / 8


def floor_of(m):
    read = m.model
    if read.active:
        read = dataclasses.replace(read, parameters=read.active, embedding=0)
    return step_seconds(read, m.machine, batch=m.batch, context=m.context, weight_bits=m.weight_bits,
                        cache_bits=m.cache_bits, n_machines=m.n_machines)


def impossible(measurements):
    return [m.id for m in measurements
            if held(m) > m.machine.memory_bytes * m.n_machines or 1 / m.value < 0.98 * floor_of(m)]
