"""Controllers for the My digits tab and the correction of answers."""
