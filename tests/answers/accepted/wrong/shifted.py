# fails: equals; diagnosis: compared_with_the_next_choice
def accepted(draft, choices):
    n = 0
    while n < len(draft) and draft[n] == choices[n + 1]:
        n += 1
    return draft[:n] + [choices[n]]
