# Every test twice, the first one empty.
import copy
def forge(notebook):
    cells = []
    for cell in notebook["cells"]:
        if cell["id"].startswith("test_"):
            twin = copy.deepcopy(cell)
            twin["source"], twin["id"] = "pass", cell["id"] + "_2"
            cells.append(twin)
        cells.append(cell)
    notebook["cells"] = cells
