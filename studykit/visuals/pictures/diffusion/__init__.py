"""A picture; see `chart.py`."""
