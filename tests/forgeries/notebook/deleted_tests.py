# Deletes all tests.
def forge(notebook):
    notebook["cells"] = [c for c in notebook["cells"] if not c["id"].startswith("test_")]
