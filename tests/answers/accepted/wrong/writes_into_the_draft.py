# fails: inputs; diagnosis: changes_input
def accepted(draft, choices):
    for i, choice in enumerate(choices[:-1]):
        if draft[i] != choice:
            draft[i] = choice
            return draft[: i + 1]
    return draft + [choices[-1]]
