# each outcome times its chance
def tokens_a_call(alpha, k):
    expected = (k + 1) * alpha**k
    for n in range(k):
        expected += (n + 1) * alpha**n * (1 - alpha)
    return expected
