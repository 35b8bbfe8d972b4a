# fails: clock; diagnosis: number_of_arguments
def time_step(step, repeats, timer):
    step()
    times = []
    for _ in range(repeats):
        start = timer()
        step()
        times.append(timer() - start)
    return min(times)
