# fails: equals; diagnosis: throughput_from_another_begin
import numpy as np


def serving_metrics(arrivals, times):
    ttft = [ts[0] - a for a, ts in zip(arrivals, times)]
    tpot = [(ts[-1] - ts[0]) / (len(ts) - 1) if len(ts) > 1 else None for ts in times]
    total = sum(len(ts) for ts in times)
    span = max(ts[-1] for ts in times) - max(arrivals)
    return {"ttft": ttft, "tpot": tpot, "throughput": total / span}
