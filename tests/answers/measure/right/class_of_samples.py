# a class collects samples; warm-ups at every length, twice
import time


class Samples:
    def __init__(self):
        self.seconds = []

    def take(self, step, timer):
        began = timer()
        step()
        ended = timer()
        self.seconds.append(ended - began)
        return self

    def best(self):
        return min(self.seconds)


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    for n in lengths:
        for _ in range(2):
            make_step(n)()
    samples = {n: Samples() for n in lengths}
    for _ in range(repeats):
        for n in reversed(list(lengths)):
            samples[n].take(make_step(n), timer)
    return {n: s.best() for n, s in samples.items()}
