# fails: memory; diagnosis: no_such_attribute
def impossible(measurements):
    for m in measurements:
        if m.model.size > m.machine.memory_bytes:
            yield m.id
