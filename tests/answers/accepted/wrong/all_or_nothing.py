# fails: equals; diagnosis: all_or_nothing
def accepted(draft, choices):
    if draft == choices[:-1]:
        return draft + [choices[-1]]
    return [choices[0]]
