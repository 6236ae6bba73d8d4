"""Builds the law's `Calendar` and `Practice` values from the national holidays and a municipality's rows."""
