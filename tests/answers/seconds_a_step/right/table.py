# a dictionary of tokens a second for one reader
def seconds_a_step(measurement):
    m = measurement
    rate = {
        "ms_per_token": 1000 / m.value,
        "tokens_per_s": m.value,
        "tokens_per_s_total": m.value / m.batch,
        "tokens_per_s_total_per_machine": m.value * m.n_machines / m.batch,
    }[m.metric]
    return m.tokens_a_step / rate
