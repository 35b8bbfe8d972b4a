# fails: one_reader; diagnosis: value_as_it_is
def seconds_a_step(measurement):
    return float(measurement.value)
