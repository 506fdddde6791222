"""Devices: real sockets, real files, and a reader of the bytes we send."""
