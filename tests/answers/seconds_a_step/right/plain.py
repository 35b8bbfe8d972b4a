# one branch a metric
def seconds_a_step(measurement):
    if measurement.metric == "ms_per_token":
        seconds = measurement.value / 1000
    elif measurement.metric == "tokens_per_s":
        seconds = 1 / measurement.value
    elif measurement.metric == "tokens_per_s_total":
        seconds = measurement.batch / measurement.value
    else:
        seconds = measurement.batch / (measurement.value * measurement.n_machines)
    return seconds * measurement.tokens_a_step
