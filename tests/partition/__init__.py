"""A till and a catalogue on two machines with a bad line between them: `python -m tests.partition --rounds 20`.

The two machines are network namespaces, the line a pair of virtual interfaces that is cut, made deaf in one
direction, made to lose packets, or throttled. The till sells all the while; when the line is healed, the window must be
true again.
"""
