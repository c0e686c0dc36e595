"""Files and folders: archives, locks, databases, and writes that either complete or change nothing."""
