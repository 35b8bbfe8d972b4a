# fails: awkward; diagnosis: equal_numbers_taken_for_one
# q.index finds the first of equals
def dot(q, k):
    q, k = list(q), list(k)
    return sum(a * k[q.index(a)] for a in q)
