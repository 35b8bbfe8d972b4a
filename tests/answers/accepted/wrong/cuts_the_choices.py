# fails: inputs; diagnosis: changes_input
def accepted(draft, choices):
    n = 0
    while n < len(draft) and draft[n] == choices[n]:
        n += 1
    del choices[n + 1:]
    return choices
