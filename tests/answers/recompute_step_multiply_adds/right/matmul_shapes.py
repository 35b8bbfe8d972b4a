# a helper prices a matrix product by its shapes
def matmul(left, right):
    assert left[1] == right[0]
    return left[0] * left[1] * right[1]


def recompute_step_multiply_adds(n, d_model, d_k, d_v):
    products = [((n, d_model), (d_model, width)) for width in (d_k, d_k, d_v)]
    products += [((n, d_k), (d_k, n)), ((n, n), (n, d_v))]
    return sum(matmul(*shapes) for shapes in products)
