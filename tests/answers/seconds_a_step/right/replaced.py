# changed copies of the record
def seconds_a_step(measurement):
    from dataclasses import replace
    m = measurement
    if m.metric == "tokens_per_s_total_per_machine":
        return seconds_a_step(replace(m, metric="tokens_per_s_total", value=m.value * m.n_machines))
    if m.metric == "tokens_per_s_total":
        return seconds_a_step(replace(m, metric="tokens_per_s", value=m.value / m.batch))
    if m.metric == "tokens_per_s":
        return seconds_a_step(replace(m, metric="ms_per_token", value=1000 / m.value))
    return m.value * m.tokens_a_step / 1000
