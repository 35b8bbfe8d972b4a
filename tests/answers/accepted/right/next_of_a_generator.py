# the first disagreement, or the end
def accepted(draft, choices):
    n = next((i for i in range(len(draft)) if draft[i] != choices[i]), len(draft))
    return [*draft[:n], choices[n]]
