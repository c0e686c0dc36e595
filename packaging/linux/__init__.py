"""What a Linux desktop needs of a program beside the program itself."""
