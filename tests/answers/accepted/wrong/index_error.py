# fails: all_right; diagnosis: index_past_the_end
def accepted(draft, choices):
    n = 0
    while draft[n] == choices[n]:
        n += 1
    return draft[:n] + [choices[n]]
