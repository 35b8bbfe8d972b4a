# Exceptions that are no ordinary ones: groups, those that end loops and programs, and those whose text never ends.
import asyncio
class Talks(Exception):
    def __str__(self):
        while True:
            pass
class Refuses(Exception):
    def __str__(self): raise KeyboardInterrupt
    __traceback__ = property(lambda self: exit())
def causal_mask(n): raise Talks
def softmax(scores): raise BaseExceptionGroup("x", [KeyboardInterrupt()])
def causal_attention(Q, K, V): raise Refuses
def count(n): raise asyncio.CancelledError
def twice(function, x): raise ExceptionGroup("x", [NotImplementedError()])
def q4_keys(): raise StopAsyncIteration
