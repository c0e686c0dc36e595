"""Pickles, Python's own files, which can run code: they are recognised by their beginning, and never read."""

import re

_ENDINGS = (".pkl", ".pickle", ".p", ".joblib")
_PROTOCOLS = (b"\2", b"\3", b"\4", b"\5")
_TEXT = re.compile(rb"\(*(?:[ld]p\d+\n|c(?:numpy|__builtin__|copy_reg)[.\w]*\n)")
_OLD = re.compile(rb"[(\])}IKMGXUVcSF]")  # what may come first in protocols 0 and 1


def is_pickle(name: str, start: bytes) -> bool:
    """Whether a file of this name that begins with ``start`` is a pickle, of Python 2 or 3.

    Since protocol 2 they begin with their number. What those before begin with other files begin with too: there it is
    a line that no other has, or the name that decides.
    """
    if (start[:1] == b"\x80" and start[1:2] in _PROTOCOLS) or _TEXT.match(start):
        return True
    return name.lower().endswith(_ENDINGS) and _OLD.match(start) is not None
