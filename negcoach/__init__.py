"""negcoach: a tempo coach for eccentric strength training.

A map of the house (arrows point one way, top to bottom):

- ``cli``: the command line and the composition root.
- ``app``: the Textual app: themes, modes, the command palette.
- ``screens``: one module a screen.
- ``widgets``: what is drawn; ``audio``: what is heard; ``store``: what is kept.
- ``training``: the domain, pure: a set is a score that the others only perform.

Beside them ``config`` (settings), ``library`` (the exercises), ``texts`` (clean text) and ``errors``.
"""

__version__ = "0.1.0"
