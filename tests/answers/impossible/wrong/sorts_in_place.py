# fails: memory; diagnosis: sorted
from decodelab import floor


def impossible(measurements):
    measurements.sort(key=lambda m: m.id)
    return floor.impossible(measurements)
