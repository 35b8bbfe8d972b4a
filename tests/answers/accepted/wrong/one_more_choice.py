# fails: equals; diagnosis: one_choice_too_many
def accepted(draft, choices):
    n = 0
    while n < len(draft) and draft[n] == choices[n]:
        n += 1
    return draft[:n] + choices[n:n + 2]
