# fails: one_token; diagnosis: text_left_out
import numpy as np


def serving_metrics(arrivals, times):
    ttft = [ts[0] - a for a, ts in zip(arrivals, times)]
    tpot = [(ts[-1] - ts[0]) / (len(ts) - 1) for ts in times if len(ts) > 1]
    total = sum(len(ts) for ts in times)
    span = max(ts[-1] for ts in times) - min(arrivals)
    return {"ttft": ttft, "tpot": tpot, "throughput": total / span}
