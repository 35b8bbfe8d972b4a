# Tests as text, answers as raw cells.
def forge(notebook):
    for cell in notebook["cells"]:
        cell["cell_type"] = "markdown" if cell["id"].startswith("test_") else "raw"
        cell.pop("outputs", None)
