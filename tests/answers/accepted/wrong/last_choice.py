# fails: equals; diagnosis: last_choice_for_the_correction
def accepted(draft, choices):
    n = 0
    while n < len(draft) and draft[n] == choices[n]:
        n += 1
    return draft[:n] + [choices[-1]]
