# fails: total; diagnosis: total_divided_by_batch
def seconds_a_step(measurement):
    m = measurement
    if m.metric == "ms_per_token":
        seconds = m.value / 1000
    elif m.metric == "tokens_per_s":
        seconds = 1 / m.value
    elif m.metric == "tokens_per_s_total":
        seconds = 1 / (m.value * m.batch)
    else:
        seconds = 1 / (m.value * m.batch * m.n_machines)
    return seconds * m.tokens_a_step
