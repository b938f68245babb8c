"""Asking and showing: one blueprint for each noun. Pages reach data through use cases only."""
