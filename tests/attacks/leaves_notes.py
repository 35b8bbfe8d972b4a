# Leaves a note for the next learner, and looks for notes of the last.
import os
for folder in ("/tmp", "/var/tmp", "/dev/shm", "/run", "/grading"):
    path = os.path.join(folder, "note")
    if os.path.exists(path):
        print("BREACH:", open(path).read())
    try:
        with open(path, "w") as file:
            file.write("42")
    except OSError:
        pass
