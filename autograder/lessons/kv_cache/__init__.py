"""Lesson 02: the KV cache, one decode step, a chunk, a whole sequence, and the bytes it takes.

Functions are judged together with the cache handed in beside them. When they fail and that cache does not
hold up by itself, the message says so: the fault is put where it is.
"""

LESSON = "02_kv_cache"
EXERCISES = (
    "KVCache",
    "decode_step",
    "prefill",
    "attend_incrementally",
    "kv_cache_bytes",
    "is_broken",
)
