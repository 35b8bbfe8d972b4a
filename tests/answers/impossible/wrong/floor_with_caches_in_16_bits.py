# fails: speed; diagnosis: floor_of_wide_caches
# the cache's bits are left out of the floor, not of what is held
def impossible(measurements):
    found = []
    for m in measurements:
        a_token = 2 * m.model.n_layers * m.model.n_kv_heads * m.model.d_head
        held = m.model.parameters * m.weight_bits / 8 + m.batch * m.context * a_token * m.cache_bits / 8
        read = m.model.active if m.model.active > 0 else m.model.parameters - m.model.embedding
        memory = (read * m.weight_bits / 8 + m.batch * m.context * a_token * 2) / m.machine.bytes_per_second
        attention = 4 * m.context * m.model.n_layers * m.model.n_heads * m.model.d_head
        arithmetic = m.batch * (2 * read + attention) / m.machine.flops_per_second
        floor = max(memory, arithmetic) / m.n_machines
        if m.metric == "ms_per_token":
            step = m.tokens_a_step * m.value / 1000
        else:
            readers = m.batch if "total" in m.metric else 1
            machines = m.n_machines if m.metric.endswith("machine") else 1
            step = m.tokens_a_step * readers / (m.value * machines)
        if held > m.machine.memory_bytes * m.n_machines or step < 0.98 * floor:
            found.append(m.id)
    return found
