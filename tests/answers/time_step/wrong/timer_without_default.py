# fails: clock; diagnosis: none
def time_step(step, repeats, timer):
    step()
    times = []
    for _ in range(repeats):
        start = timer()
        step()
        times.append(timer() - start)
    return min(times)
