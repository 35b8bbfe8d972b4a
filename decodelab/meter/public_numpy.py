"""Which function of numpy a function is: known by identity, since a name alone can be anybody's."""

import functools
import sys

import numpy as np

from decodelab.meter.booking import names

_COMPARING = names(
    "assert_allclose assert_array_equal assert_equal assert_array_almost_equal assert_almost_equal "
    "assert_array_less"
)
"""Of numpy.testing; the others run what they are given."""


@functools.lru_cache(maxsize=16)
def _public(*modules):
    """{id of a public callable of these modules: (the callable, its name)}"""
    table = {}
    for module in modules:
        for name in dir(module):
            value = getattr(module, name)
            if not name.startswith("_") and callable(value):
                table[id(value)] = value, name
    return table


def numpy_name(function):
    """The name of a public callable of numpy, known by identity: a name alone can be anybody's."""
    found = _public(*_NUMPY).get(id(function))
    if found is None:
        module = getattr(function, "__module__", None)
        for public in ("numpy.ma", "numpy.strings", "numpy.testing"):  # loaded by those who use them
            if isinstance(module, str) and module.startswith(public) and public in sys.modules:
                found = _public(sys.modules[public]).get(id(function))
                if public == "numpy.testing" and found is not None and found[1] not in _COMPARING:
                    return None
    return found[1] if found is not None else None


_NUMPY = (np, np.linalg, np.fft, np.lib.stride_tricks, np.lib.array_utils)
