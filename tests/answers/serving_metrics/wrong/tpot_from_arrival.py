# fails: equals; diagnosis: time_a_token_from_arrival
def serving_metrics(arrivals, times):
    ttft, tpot = [], []
    for arrived, t in zip(arrivals, times):
        ttft.append(t[0] - arrived)
        tpot.append((t[-1] - arrived) / len(t) if len(t) > 1 else None)
    span = max(t[-1] for t in times) - min(arrivals)
    return {"ttft": ttft, "tpot": tpot, "throughput": sum(len(t) for t in times) / span}
