"""One family of errors: each message is one clear line that says what is wrong and what would be right."""


class NegcoachError(Exception):
    """Something the lifter can put right; its text is shown as it is, on one line, and never with a traceback."""
