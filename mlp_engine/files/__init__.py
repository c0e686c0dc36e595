"""Files and folders: archives, locks, databases, writes that are whole or not at all."""
