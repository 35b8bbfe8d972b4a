# style: typed, step by step, with names for every quantity
def kv_cache_bytes(n_layers: int, n_kv_heads: int, d_head: int, n_tokens: int, bytes_per_number: int) -> int:
    KEYS_AND_VALUES = 2
    numbers_per_token_per_layer: int = KEYS_AND_VALUES * n_kv_heads * d_head
    numbers_per_token: int = numbers_per_token_per_layer * n_layers
    numbers: int = numbers_per_token * n_tokens
    return numbers * bytes_per_number
