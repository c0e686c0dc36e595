"""From a drawing to a number: strokes shared out to rows and digits, each digit read by the network.

1. Strokes are shared out to rows, by how they overlap from top to bottom.
2. In each row strokes that certainly belong together are joined; what remains open is weighed by how the hand
   would have drawn it, and by how surely the network reads what comes of it.
3. Each digit goes through the one ink path and is read, so a digit in a number looks to the network as it does alone.

A stroke belongs to one digit whole: two digits written without lifting the pen cannot be told apart.
"""

from mlp_engine.reading.number_reader import NumberReader, ReadDigit, ReadNumber

__all__ = ["NumberReader", "ReadDigit", "ReadNumber"]
