# with math.prod, checks its input, annotated
import math


def decode_step_multiply_adds(n: int, d_k: int, d_v: int) -> int:
    if min(n, d_k, d_v) < 0:
        raise ValueError("sizes can't be negative")
    return int(math.prod([n, d_k])) + int(math.prod([n, d_v]))
