# Cells that JSON allows and no notebook has: other types, no source, huge numbers, halves of characters, no bytes.
def forge(notebook):
    tests = [cell for cell in notebook["cells"] if cell["id"].startswith("test_")]
    for cell, source in zip(tests, ("\x00", "\ud800pass", "pass\r\nraise SystemExit(0)", "# -*- coding: utf-7 -*-\n+AHA-ass", "\ufeffpass")):
        cell["source"] = source
        cell["metadata"]["nbgrader"]["points"] = 10**400
        cell["execution_count"] = -10**400
    for source in ("(" * 5000, "-" * 50_000 + "1", "x = " + "[" * 90 + "]" * 90, "a" + ".b" * 20_000, "\f\v\x1c\u2028import os; os._exit(0)"):
        notebook["cells"].append({"cell_type": "code", "id": None, "metadata": {"nbgrader": [1]}, "source": list(source)})
    notebook["cells"].append({"cell_type": {"code": "code"}, "metadata": {}, "source": "1"})
    notebook["metadata"] = {"a": 10**400}
