"""`python -m autograder <command>`."""

import importlib
import sys

COMMANDS = {
    "grade": ("autograder.grading.commandline", "grade what lies in submitted/"),
    "import": ("autograder.grading.from_lms", "lay out what Canvas or Moodle packed as submitted/"),
    "export": ("autograder.grading.to_lms", "write points into a file that Canvas or Moodle takes back"),
    "similar": ("autograder.grading.similarity", "show whose code is more alike than a lesson makes it"),
    "release": ("autograder.release", "make course/ from solutions/"),
    "handout": ("autograder.handout", "make the course as learners get it: a folder and a zip"),
    "progress": ("autograder.progress", "show which exercises of course/ pass so far"),
}


def main(arguments):
    if not arguments or arguments[0] not in COMMANDS:
        print("usage: python -m autograder <command> …\n")
        for name, (_, what) in COMMANDS.items():
            print(f"  {name:10} {what}")
        return 0 if arguments in (["-h"], ["--help"]) else 2
    return importlib.import_module(COMMANDS[arguments[0]][0]).main(arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
