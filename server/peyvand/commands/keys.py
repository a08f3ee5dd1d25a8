"""One key of a terminal as an answer, without the return key."""

from __future__ import annotations

import sys


def key(question: str) -> str:
    """Ask, and return the key that was pressed; a whole line where a terminal cannot tell keys.

    Raises:
        EOFError: the input ended.
        KeyboardInterrupt: Ctrl-C was pressed.
    """
    try:
        import termios
        import tty
    except ImportError:
        return input(question)
    print(question, end="", flush=True)
    before = termios.tcgetattr(sys.stdin)
    try:
        # Ctrl-C still interrupts, and what was typed ahead is kept.
        tty.setcbreak(sys.stdin, termios.TCSANOW)
        pressed = sys.stdin.read(1)
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
    print(pressed)
    if not pressed:
        raise EOFError
    return pressed
