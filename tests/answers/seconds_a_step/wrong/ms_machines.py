# fails: one_reader; diagnosis: machines_always
import numpy as np


def seconds_a_step(measurement):
    m = measurement
    if m.metric == "ms_per_token":
        token = m.value / 1000 / m.n_machines
    elif m.metric == "tokens_per_s":
        token = 1 / m.value
    elif m.metric == "tokens_per_s_total":
        token = m.batch / m.value
    else:
        token = m.batch / (m.value * m.n_machines)
    return token * m.tokens_a_step
