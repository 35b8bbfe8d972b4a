# Turns grade and solution flags round.
def forge(notebook):
    for cell in notebook["cells"]:
        mark = cell["metadata"].get("nbgrader")
        if mark:
            mark["grade"], mark["solution"] = not mark["grade"], not mark["solution"]
