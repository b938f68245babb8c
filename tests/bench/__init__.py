"""Measurements beside yardsticks of the same run; no test fails on a slow machine."""
