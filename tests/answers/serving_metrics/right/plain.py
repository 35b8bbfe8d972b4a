# comprehensions
def serving_metrics(arrivals, times):
    ttft = [t[0] - a for a, t in zip(arrivals, times)]
    tpot = [(t[-1] - t[0]) / (len(t) - 1) if len(t) > 1 else None for t in times]
    tokens = sum(len(t) for t in times)
    return {"ttft": ttft, "tpot": tpot, "throughput": tokens / (max(t[-1] for t in times) - min(arrivals))}
