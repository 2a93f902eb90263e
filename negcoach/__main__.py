"""``python -m negcoach``, and the command ``negcoach``: while Python reads the program, Ctrl+C ends it at once.

Whoever imports this gets ``run``. Before the first line here nothing can be done: an interrupt while Python itself
starts, for some 50 ms, is shown by Python with a traceback, or ends it without one.
"""

import os  # Python has it already: nothing is read before the line that meets an interrupt

try:
    import signal

    # An interrupt that is raised within an import may come out of it as an error of another kind, or not at all.
    interruptible = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if interruptible:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from negcoach.cli import run

    if interruptible:
        signal.signal(signal.SIGINT, signal.default_int_handler)
except KeyboardInterrupt:  # while the first of these was read
    os._exit(130)

if __name__ == "__main__":
    run()
