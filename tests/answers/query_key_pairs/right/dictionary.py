# keys of each query in a dictionary
def query_key_pairs(n):
    uses = {query: set(range(query + 1)) for query in range(n)}
    return [(query, key) for query, keys in uses.items() for key in keys]
