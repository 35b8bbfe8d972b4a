# fails: total; diagnosis: none
def seconds_a_step(measurement):
    m = measurement
    readers = {"ms_per_token": 1, "tokens_per_s": 1, "tokens_per_s_total": m.batch, "tokens_per_s_total_per_accelerator": 1}
    value = 1000 / m.value if m.metric == "ms_per_token" else m.value
    return readers[m.metric] * m.tokens_a_step / value
