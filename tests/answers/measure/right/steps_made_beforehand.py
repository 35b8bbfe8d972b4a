# all steps of a length are made first
import statistics
import time


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    for n in lengths:
        make_step(n)()

    def once(step):
        begin = timer()
        step()
        return timer() - begin

    return {int(n): statistics.median([once(s) for s in [make_step(n) for _ in range(repeats)]]) for n in lengths}
