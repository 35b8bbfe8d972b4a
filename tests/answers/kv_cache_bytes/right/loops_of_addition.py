# style: an allocation that is only counted, class by class
class Counter:
    def __init__(self):
        self.total = 0

    def add(self, amount):
        self.total += amount


def kv_cache_bytes(n_layers, n_kv_heads, d_head, n_tokens, bytes_per_number):
    counter = Counter()
    for array in ("keys", "values"):
        counter.add(n_layers * n_kv_heads * d_head * n_tokens * bytes_per_number)
    return counter.total
