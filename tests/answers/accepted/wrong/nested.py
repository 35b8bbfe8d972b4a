# fails: shape; diagnosis: another_type
def accepted(draft, choices):
    n = 0
    while n < len(draft) and draft[n] == choices[n]:
        n += 1
    return [draft[:n], choices[n]]
