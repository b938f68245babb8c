"""HSCN Readiness: assess, plan and compare the move to the Health and Social Care Network."""

NAME = "HSCN Readiness"
__version__ = "0.1.0"
