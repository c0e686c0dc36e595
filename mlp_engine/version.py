"""The version number and the project's addresses, stored in this place only."""

__version__ = "0.1.0"

HOME = ""
"""The project's page, for people; empty until it has one. Then the metadata, the packages and the window name it."""

NEWEST_RELEASE = ""
"""What answers a GET with the newest release as JSON, whose "tag_name" is its version; empty until there is one."""
