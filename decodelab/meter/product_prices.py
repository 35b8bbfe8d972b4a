"""The price list for products: dot, einsum and their kin, convolutions, polynomials, linear algebra, Fourier
transforms.

A contraction takes one multiply-add for each product that goes into a sum, however it is spelled.
"""

import functools
import math

import numpy as np

from decodelab.meter import ledger
from decodelab.meter.booking import Unpriced, added, book, is_data, shape, size, touch
from decodelab.meter.numpy_prices import copied_inside, given, price
from decodelab.meter.operator_prices import contraction, converted, elementwise, powers


@price("dot matmul inner")
def dot(site, name, args, kwargs, result):
    a, b = args[:2]
    if any(not shape(x) and (is_data(x) or not hasattr(x, "__array__")) for x in (a, b)):
        elementwise(site, "multiply", (a, b), result)  # a plain number times an array
    elif axes := kwargs.get("axes"):
        contraction(site, a, b, result, size(result) * shape(a)[_last(axes[0])])
    else:
        contraction(site, a, b, result)


def _last(axis):
    return axis[-1] if isinstance(axis, (list, tuple)) else axis


@price("vdot vecdot matvec vecmat")
def products_of_rows(site, name, args, kwargs, result):
    a, b = args[:2]
    axis = _last(kwargs["axes"][0]) if kwargs.get("axes") else kwargs.get("axis", -1)
    inner = size(a) if name == "vdot" else shape(a)[axis]
    contraction(site, a, b, result, size(result) * inner)


@price("multi_dot")
def chain(site, name, args, kwargs, result):
    dims = [shape(a) for a in args[0]]
    first, *middle, last = [
        d if len(d) == 2 else (1, *(d or (1,))) if i == 0 else (*(d or (1,)), 1) for i, d in enumerate(dims)
    ]
    site.multiply_adds += _cheapest_chain((*first, *(d[1] for d in middle), last[1]))
    touch(site, args[0], (result,))


@functools.cache
def _cheapest_chain(extents):
    """Multiply-adds of a chain of matrix products in the best order, which numpy looks for, too."""
    if len(extents) < 3:
        return 0
    return min(
        _cheapest_chain(extents[: i + 1])
        + _cheapest_chain(extents[i:])
        + extents[0] * extents[i] * extents[-1]
        for i in range(1, len(extents) - 1)
    )


@price("tensordot")
def tensordot(site, name, args, kwargs, result):
    a, b = args[:2]
    axes = given(args, kwargs, 2, "axes", 2)
    if isinstance(axes, (int, np.integer)):
        inner = math.prod(shape(a)[len(shape(a)) - axes :])
    else:
        chosen = axes[0]
        inner = math.prod(
            shape(a)[i] for i in (chosen if isinstance(chosen, (list, tuple, np.ndarray)) else (chosen,))
        )
    contraction(site, a, b, result, size(result) * inner)


@price("outer kron")
def outer(site, name, args, kwargs, result):
    elementwise(site, "multiply", args[:2], result)


@price("vander")
def powers_of_each(site, name, args, kwargs, result):
    elementwise(site, "multiply", args[:1], result)


@price("cross")
def cross(site, name, args, kwargs, result):
    """Two products and a difference for each number of the result."""
    book(site, "multiply", 2 * size(result))
    book(site, "other", size(result))
    touch(site, args[:2], (result,))


@price("convolve correlate polymul")
def sliding(site, name, args, kwargs, result):
    """A product for every pair of elements that meet; how many do depends on the mode."""
    long, short = sorted((size(args[0]), size(args[1])), reverse=True)
    mode = given(args, kwargs, 2, "mode", "valid" if name == "correlate" else "full")
    mode = {0: "valid", 1: "same", 2: "full"}.get(mode, mode)
    if mode == "full" or name == "polymul":
        pairs = long * short
    else:
        pairs = (long - short + 1) * short
        if mode == "same":  # the full one without its outermost places, where fewest meet
            left, right = short // 2, short - short // 2 - 1
            pairs += sum(short - 1 - i for i in range(left)) + sum(short - 1 - i for i in range(right))
    contraction(site, args[0], args[1], result, pairs)


@price("polyval")
def horner(site, name, args, kwargs, result):
    contraction(site, args[0], args[1], result, size(args[0]) * size(args[1]))


@price("polydiv")
def long_division(site, name, args, kwargs, result):
    over, under = size(args[0]), size(args[1])
    site.multiply_adds += max(0, over - under + 1) * under
    touch(site, args[:2], result)


@price("polyfit")
def least_squares(site, name, args, kwargs, result):
    site.multiply_adds += size(args[0]) * (1 + int(args[2])) ** 2
    touch(site, args[:2], result if isinstance(result, tuple) else (result,))


@price("einsum c_einsum")
def einsum(site, name, args, kwargs, result):
    """Every combination of indices multiplies all operands once; with `optimize`, pair by pair along numpy's
    path."""
    if isinstance(args[0], str):
        text, operands = args[0], list(args[1:])
    else:
        operands = list(args[:-1:2]) if len(args) % 2 else list(args[::2])
        labels = [list(s) for s in args[1::2]]
        text = ",".join("".join(map(_letter, s)) for s in labels)
        if len(args) % 2:
            text += "->" + "".join(map(_letter, args[-1]))
    terms, output, extents = _parse_einsum(text, [shape(x) for x in operands])
    path = [tuple(range(len(operands)))]
    if kwargs.get("optimize") not in (None, False) and len(operands) > 2:
        path = np.einsum_path(*args, optimize=kwargs["optimize"])[0][1:]
    for step in path:
        taken = [terms[i] for i in step]
        terms = [t for i, t in enumerate(terms) if i not in step]
        kept = set(output) if not terms else set(output).union(*terms)
        indices = set().union(*taken)
        space = math.prod(extents[i] for i in indices)
        summed_over = indices - kept
        if len(taken) > 1 and summed_over:
            site.multiply_adds += space
            site.multiplications += space * (len(taken) - 2)
        elif len(taken) > 1:
            book(site, "multiply", space * (len(taken) - 1))
            ledger.products.note(result, site, space)
        elif summed_over:
            added(site, operands, space)
        terms.append(indices & kept)
        ledger.meter.spend(space >> 6)
    site.shapes = tuple(shape(x) for x in operands)
    if (
        len(operands) > 1
        or set(terms[0]) != set().union(*(set(t) for t in terms))
        or not _is_view(result, operands)
    ):
        touch(site, operands, (result,))
    if ledger.memory is not None and kwargs.get("optimize"):
        ledger.memory.made_inside(*converted(operands, result))


def _letter(i):
    return "..." if i is Ellipsis else chr(ord("a") + i) if i < 26 else chr(ord("A") + i - 26)


def _is_view(result, operands):
    return (
        isinstance(result, np.ndarray)
        and result.base is not None
        and any(isinstance(x, np.ndarray) and np.may_share_memory(result, x) for x in operands)
    )


def _parse_einsum(text, shapes):
    """Sets of index labels of each operand, labels of the output, and the extent of every label."""
    left, arrow, right = text.replace(" ", "").partition("->")
    terms, extents = [], {}
    dots = ()
    for term, dims in zip(left.split(","), shapes, strict=True):
        before, ellipsis, after = term.partition("...")
        hidden = len(dims) - len(before) - len(after) if ellipsis else 0
        names = tuple(f"...{hidden - i}" for i in range(hidden))
        dots = max(dots, names, key=len)
        labels = (*before, *names, *after)
        for label, extent in zip(labels, dims, strict=True):
            extents[label] = max(extents.get(label, 1), extent)
        terms.append(set(labels))
    if arrow:
        before, ellipsis, after = right.partition("...")
        output = (*before, *(dots if ellipsis else ()), *after)
    else:
        letters = [c for c in left if c.isalpha()]
        output = (*dots, *(c for c in sorted(set(letters)) if letters.count(c) == 1))
    return terms, output, extents


# -- linear algebra -----------------------------------------------------------------------------------


@price("norm vector_norm matrix_norm")
def norm(site, name, args, kwargs, result):
    order = given(args, kwargs, 1, "ord") if name == "norm" else kwargs.get("ord")
    if order in (2, -2, "nuc") and name != "vector_norm" and len(shape(args[0])) > 1:
        return cubic(site, name, args, kwargs, result)
    site.multiply_adds += size(args[0])
    book(site, "other", size(result))
    touch(site, (args[0],), (result,))
    if size(result) > 1:
        copied_inside(args[0], result)


@price("cov corrcoef")
def covariance(site, name, args, kwargs, result):
    """The products of every row, its mean taken off, with every row."""
    operands = [a for a in (args[0], given(args, kwargs, 1, "y")) if a is not None]
    m, rows = sum(map(size, operands)), math.isqrt(size(result))
    site.multiply_adds += rows * m
    book(site, "other", 2 * m)
    touch(site, operands, (result,))
    copied_inside(args[0], result)


@price("matrix_power")
def matrix_power(site, name, args, kwargs, result):
    powers(site, args[0], args[1], result)


@price(
    "solve inv det slogdet eig eigh eigvals eigvalsh svd svdvals qr cholesky lstsq pinv matrix_rank cond "
    "multivariate_normal"
)
def cubic(site, name, args, kwargs, result):
    dims = shape(args[0])
    count = size(args[0]) * (min(dims[-2:]) if len(dims) > 1 else 1)
    site.multiply_adds += count
    ledger.meter.spend(count >> 6)
    touch(site, [a for a in args if is_data(a)], result if isinstance(result, tuple) else (result,))


@price("tensorinv tensorsolve roots poly")
def cubic_in_all(site, name, args, kwargs, result):
    """Tensors as square matrices, polynomials by their companion matrix."""
    m = size(args[0])
    site.multiply_adds += m**3 if name in ("roots", "poly") else math.isqrt(m) ** 3
    touch(site, [a for a in args if is_data(a)], (result,))


@price("fft ifft rfft irfft hfft ihfft fft2 ifft2 rfft2 irfft2 fftn ifftn rfftn irfftn")
def fourier(site, name, args, kwargs, result):
    """5·m·⌈log₂ m⌉ operations (Cooley and Tukey)."""
    m = max(size(args[0]), size(result))
    book(site, "other", 5 * m * max(1, (m - 1).bit_length()))
    touch(site, (args[0],), (result,))


@price("__array_ufunc__")
def by_protocol(site, name, args, kwargs, result):
    raise Unpriced("write the call of the ufunc itself, so that it can be priced")
