# fails: equals; diagnosis: nothing_returned
def tokens_a_call(alpha, k):
    print(sum(alpha**i for i in range(k + 1)))
