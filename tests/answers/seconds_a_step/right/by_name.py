# from the words in the metric
def seconds_a_step(measurement):
    m = measurement
    if m.metric.startswith("ms"):
        return 1e-3 * m.value * m.tokens_a_step
    tokens_a_second = m.value
    if m.metric.endswith("per_machine"):
        tokens_a_second = tokens_a_second * m.n_machines
    readers = m.batch if "total" in m.metric else 1
    return readers * m.tokens_a_step / tokens_a_second
