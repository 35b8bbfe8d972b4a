# ends inside the loop
def accepted(draft, choices):
    for i, choice in enumerate(choices):
        if i == len(draft) or draft[i] != choice:
            return choices[: i + 1]
