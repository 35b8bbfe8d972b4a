# Imports the grader from the environment's packages.
import importlib, sys
for name in ("autograder", "autograder.check"):
    sys.modules.pop(name, None)
for name in ("autograder.lessons.masked_attention.quizzes", "autograder.grading.judge", "autograder.lessons", "tests"):
    try:
        importlib.import_module(name)
        print("BREACH:", name)
    except ImportError:
        pass
