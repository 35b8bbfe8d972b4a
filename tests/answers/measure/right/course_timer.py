# the timer of the course
import time

from decodelab.clock import time_steps


def measure(make_step, lengths, repeats, timer=time.perf_counter):
    return time_steps(make_step, lengths, rounds=repeats, timer=timer).minimum
