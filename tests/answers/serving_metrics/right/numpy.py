# NumPy's differences
import numpy as np


def serving_metrics(arrivals, times):
    result = {"ttft": [], "tpot": []}
    for arrival, came in zip(arrivals, times):
        result["ttft"].append(came[0] - arrival)
        gaps = np.diff(came)
        result["tpot"].append(gaps.mean() if gaps.size else None)
    everything = np.concatenate(times)
    result["throughput"] = everything.size / (everything.max() - np.min(arrivals))
    return result
