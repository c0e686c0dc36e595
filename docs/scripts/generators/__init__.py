"""Generated drawings to fit and to measure with: non-digits, and numbers of several digits. Not part of the wheel."""
