"""negcoach: a tempo coach for eccentric strength training.

The folders, from top to bottom; each imports only from those below it (README.md in this folder is the whole map):

- ``cli`` reads the command line and opens the database and the player; ``app`` is the Textual app.
- ``demo`` is that app on a sample history, with a guide, and sets that run by themselves.
- ``screens`` are the app's screens, ``commands`` the commands of the command line.
- ``coaching`` runs a set, ``report`` writes the report for a coach.
- ``services`` is passed to every screen; ``transfer`` imports, exports and merges.
- ``audio`` plays, ``store`` stores, ``widgets`` draw, ``config`` reads the settings and the lifter's exercises.
- ``training`` has the rules, and is pure: it writes a set out as a score, as in music, which the others only perform.

Beside them ``axes``, ``errors``, ``files``, ``formatting``, ``terminal`` and ``texts``.
"""

__version__ = "0.1.0"
