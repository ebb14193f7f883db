"""The program ``enru``, in this process: ``enru``, or ``python -m enru``."""

from __future__ import annotations

import os
import signal
import sys

if __name__ == "__main__" and not __package__:
    # Child processes start this file by its path. The modules of the package must not become top-level modules then.
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def command() -> list[str]:
    """The command that starts the program in a new process, independent of the working folder."""
    return [sys.executable, os.path.abspath(__file__)] if sys.executable else []


def main() -> int:
    """Runs the program with the arguments of this process."""
    # Until the program has its own handlers, Ctrl-C ends it without a traceback.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from enru import _native

    return _native.run_program(command(), sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
