# fails: machines; diagnosis: every_machine_reads_all_weights
import numpy as np


def step_seconds(model, machine, batch, context, weight_bits=16, cache_bits=16, n_machines=1):
    m = model
    params = m.parameters - m.embedding
    def seconds(work, rate):
        return work / (rate * n_machines)
    token_numbers = 2 * m.n_layers * m.n_kv_heads * m.d_head
    bits = n_machines * params * weight_bits + batch * context * token_numbers * cache_bits
    attention = 0
    for _ in range(m.n_layers):
        attention += 4 * context * m.n_heads * m.d_head
    work = 0
    work += 2 * params * batch
    work += attention * batch
    t_mem = seconds(bits / 8, machine.bytes_per_second)
    t_cmp = seconds(work, machine.flops_per_second)
    if t_cmp > t_mem:
        return t_cmp
    return t_mem
