# one guess, then the rest
def accepted(draft, choices):
    if not draft or draft[0] != choices[0]:
        return [choices[0]]
    return [draft[0]] + accepted(draft[1:], choices[1:])
