# fails: equals; diagnosis: own_tokens_only
def shareable_blocks(tokens, known, size):
    last = {prefix[-size:]: block for prefix, block in known.items()}
    shared = []
    for start in range(0, len(tokens) - size, size):
        if tuple(tokens[start : start + size]) not in last:
            break
        shared.append(last[tuple(tokens[start : start + size])])
    return shared
