"""A year's archive in the hands of programs that are not ours: a bare Python, a browser and openssl.

python -m tests.independence --tickets 2000
"""
