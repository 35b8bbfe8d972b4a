# Texts that no file can hold: halves of characters, in prints, results, exceptions and names.
print("\ud800", "\x00\x1b[2J\x9b")
def causal_mask(n): raise ValueError("\udfff\ud800" * 100)
def softmax(scores): raise type("\ud800" * 10, (Exception,), {})("x")
def causal_attention(Q, K, V): return "\ud800"
def count(n): return type("\ud800", (), {"__name__": "\udc00"})()
def twice(function, x): return {"\ud800": "\udc00"}
def q4_keys(): return "\ud800"
