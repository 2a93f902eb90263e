"""negcoach: a tempo coach for eccentric strength training.

The folders, from top to bottom; each imports only from those below it (README.md in this folder is the whole map):

- ``cli`` reads the command line and opens the database and the player; ``app`` is the Textual app.
- ``screens`` show, ``commands`` answer on the command line.
- ``coaching`` runs a set, ``report`` writes the report for a coach.
- ``services`` is what the screens are given to work with; ``transfer`` imports, exports and merges.
- ``audio`` plays, ``store`` stores, ``widgets`` draw, ``config`` reads the settings and the lifter's exercises.
- ``training`` has the rules, and is pure: a set is a score that the others only perform.

Beside them ``axes``, ``errors``, ``files``, ``formatting``, ``terminal`` and ``texts``.
"""

__version__ = "0.1.0"
