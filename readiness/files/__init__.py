"""Handing over: values in, text or bytes out, and the other way round; no request, no clock."""
