"""Classes of matters (热点、一类事): found by grouping, kept from day to day, worked on by people."""
