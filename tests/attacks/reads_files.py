# Looks for solutions, the gradebook, secrets, keys, other learners.
import os
seen = []
for top in ("/work", "/root", "/home", "/srv", "/var", "/etc", "/mnt", "/media", "/grading", "/tmp", "/run", "/opt", HIDDEN):
    for folder, folders, files in os.walk(top):
        if "site-packages" in folder or "/.pyenv/" in folder:
            folders[:] = []
            continue
        seen += [os.path.join(folder, f) for f in files if f.endswith((".ipynb", ".db", ".pem", "secret", "passwd", "shadow", "judge.py", "quizzes.py"))]
if seen:
    print("BREACH:", seen[:5])
