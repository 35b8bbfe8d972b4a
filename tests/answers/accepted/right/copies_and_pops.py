# works on copies
def accepted(draft, choices):
    draft, choices = list(draft), list(choices)
    kept = []
    while draft and draft[0] == choices[0]:
        kept.append(draft.pop(0))
        choices.pop(0)
    kept.append(choices[0])
    return kept
