# fails: total; diagnosis: variable_of_its_own
def seconds_a_step(measurement):
    if measurement.metric == "ms_per_token":
        seconds = measurement.value / 1000
    elif measurement.metric == "tokens_per_s":
        seconds = 1 / measurement.value
    return seconds * measurement.tokens_a_step
