# fails: equals; diagnosis: throughput_of_each
import numpy as np


def serving_metrics(arrivals, times):
    out = dict(ttft=[], tpot=[], throughput=0.0)
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
    out['throughput'] = sum(len(t) / (t[-1] - a) for a, t in zip(arrivals, times))
    return out
