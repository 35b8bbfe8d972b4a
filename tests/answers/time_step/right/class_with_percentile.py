# a class, the 25th percentile by rank
import time


class Stopwatch:
    def __init__(self, timer):
        self.timer, self.times = timer, []

    def lap(self, function):
        begin = self.timer()
        function()
        self.times.append(self.timer() - begin)

    def quartile(self):
        return sorted(self.times)[(len(self.times) - 1) // 4]


def time_step(step, repeats, timer=time.perf_counter):
    watch = Stopwatch(timer)
    watch.lap(step)
    watch.times.clear()
    for _ in range(repeats):
        watch.lap(step)
    return watch.quartile()
