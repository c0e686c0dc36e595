"""``python -m mlp_desktop``: the same as the console command ``mlp-desktop``."""

import sys

from mlp_desktop.launch import main

sys.exit(main())
