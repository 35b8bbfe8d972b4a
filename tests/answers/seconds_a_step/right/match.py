# a match statement
def seconds_a_step(measurement):
    match measurement.metric:
        case "ms_per_token":
            steps_a_second = 1000 / measurement.value
        case "tokens_per_s":
            steps_a_second = measurement.value
        case "tokens_per_s_total":
            steps_a_second = measurement.value / measurement.batch
        case "tokens_per_s_total_per_machine":
            steps_a_second = measurement.value / measurement.batch * measurement.n_machines
    return 1 / (steps_a_second / measurement.tokens_a_step)
