# fails: memory; diagnosis: none
def impossible(measurements):
    for m in measurements:
        if m.model.size > m.machine.memory_bytes:
            yield m.id
