# fails: inputs; diagnosis: changes_input
import time


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    make_step(lengths[0])()
    out = {}
    while len(lengths):
        n = lengths.pop(0)
        ts = []
        for _ in range(repeats):
            st = make_step(n)
            a = timer()
            st()
            ts.append(timer() - a)
        out[n] = min(ts)
    return out
