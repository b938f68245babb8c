"""Remembering: SQLite, and the rules folder as text. SQL appears nowhere else."""
