# a helper counts a matrix-vector product
def matrix_vector(rows, columns):
    return rows * columns


def decode_step_multiply_adds(n, d_k, d_v):
    print("counting", n)
    return matrix_vector(n, d_k) + matrix_vector(d_v, n)
