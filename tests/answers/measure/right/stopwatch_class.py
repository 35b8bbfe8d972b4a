# a stopwatch class
import time

class Stopwatch:
    def __init__(self, timer):
        self.timer = timer
    def __enter__(self):
        self.start = self.timer()
        return self
    def __exit__(self, *exc):
        self.seconds = self.timer() - self.start

def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(min(lengths))()
    results = {n: [] for n in lengths}
    for n in results:
        while len(results[n]) < repeats:
            step = make_step(n)
            with Stopwatch(timer) as watch:
                step()
            results[n].append(watch.seconds)
    return {n: sorted(r)[0] for n, r in results.items()}
