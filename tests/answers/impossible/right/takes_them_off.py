# takes measurements off its list one by one
from decodelab import floor


def impossible(measurements):
    found = []
    while measurements:
        m = measurements.pop(0)
        if floor.bytes_held(m) > m.n_machines * m.machine.memory_bytes or floor.seconds_a_step(m) < 0.98 * floor.floor_of(m):
            found.append(m.id)
    return found
