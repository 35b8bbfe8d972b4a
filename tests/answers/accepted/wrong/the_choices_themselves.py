# fails: inputs; diagnosis: returns_its_input
def accepted(draft, choices):
    if draft == choices[:-1]:
        return choices
    n = 0
    while draft[n] == choices[n]:
        n += 1
    return draft[:n] + [choices[n]]
