# Keys and values where text belongs.
def forge(notebook):
    for cell in notebook["cells"]:
        cell["metadata"]["nbgrader"] = {"grade_id": ["test_softmax"], "grade": {"yes": 1}, "points": "inf", "locked": None}
