# Answers that carry a test's mark and id, tests that carry an answer's, pictures attached to all.
def forge(notebook):
    by_id = {cell["id"]: cell for cell in notebook["cells"]}
    for name in ("causal_mask", "softmax", "count", "twice"):
        answer, test = by_id[name], by_id[f"test_{name}"]
        answer["metadata"], test["metadata"] = test["metadata"], answer["metadata"]
        answer["source"] = test["source"] = f"{name} = lambda *given: None"
        answer["attachments"] = {"a.png": {"image/png": "x" * 10_000}}
