# fails: speculation; diagnosis: speculation_upside_down
def seconds_a_step(measurement):
    m = measurement
    if m.metric == "ms_per_token":
        seconds = m.value / 1000
    elif m.metric == "tokens_per_s":
        seconds = 1 / m.value
    elif m.metric == "tokens_per_s_total":
        seconds = m.batch / m.value
    else:
        seconds = m.batch / (m.value * m.n_machines)
    return seconds / m.tokens_a_step
