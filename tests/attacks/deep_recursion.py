# Recursion until the stack is gone.
import sys
sys.setrecursionlimit(10**9)
def deeper(x):
    return deeper([x])
deeper(0)
