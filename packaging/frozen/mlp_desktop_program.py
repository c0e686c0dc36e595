"""The program ``mlp-desktop`` of a frozen build."""

import multiprocessing
import sys

from mlp_desktop.launch import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a sweep's processes are this program, started anew
    sys.exit(main())
