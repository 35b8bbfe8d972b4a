# a while loop that counts blocks
def shareable_blocks(tokens, known, size):
    blocks, i = [], 1
    while i * size <= len(tokens) - 1 and tuple(tokens[0 : i * size]) in known:
        blocks.append(known[tuple(tokens[0 : i * size])])
        i += 1
    return blocks
