"""Doing: one function for each thing a person does, which reads, thinks, and writes once."""
