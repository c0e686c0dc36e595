"""Tables of numbers, as text or as arrays, and the columns, labels and ink that they hold."""
