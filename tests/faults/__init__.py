"""A till and the real catalogue over a line that misbehaves on purpose: `python -m tests.faults --exchanges 3000`.

Real HTTP on loopback, a real shop's file, the real catalogue as a process. Only the line between them is bad: answers
are lost, doubled, cut, replaced. What the world did is written down beside, and in the end both sides must say the
same.
"""
