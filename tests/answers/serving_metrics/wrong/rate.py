# fails: equals; diagnosis: tokens_a_second_for_time
import numpy as np


def serving_metrics(arrivals, times):
    ttft = [ts[0] - a for a, ts in zip(arrivals, times)]
    tpot = [(len(ts) - 1) / (ts[-1] - ts[0]) if len(ts) > 1 else None for ts in times]
    total = sum(len(ts) for ts in times)
    span = max(ts[-1] for ts in times) - min(arrivals)
    return {"ttft": ttft, "tpot": tpot, "throughput": total / span}
