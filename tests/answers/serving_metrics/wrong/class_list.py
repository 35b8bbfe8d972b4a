# fails: equals; diagnosis: lists_outlive_call
import numpy as np


def serving_metrics(arrivals, times, ttft=[], tpot=[]):
    out = dict(ttft=ttft, tpot=tpot, throughput=0.0)
    count = 0
    end = float('-inf')
    for i in range(len(times)):
        tokens = times[i]
        out['ttft'].append(tokens[0] - arrivals[i])
        if len(tokens) == 1:
            out['tpot'].append(None)
        else:
            gaps = [tokens[j + 1] - tokens[j] for j in range(len(tokens) - 1)]
            out['tpot'].append(sum(gaps) / len(gaps))
        count += len(tokens)
        end = max(end, tokens[-1])
    out['throughput'] = count / (end - min(arrivals))
    return out
