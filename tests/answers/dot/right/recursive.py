# recursive
def dot(q, k):
    if len(q) == 0:
        return 0.0
    return q[0] * k[0] + dot(q[1:], k[1:])
