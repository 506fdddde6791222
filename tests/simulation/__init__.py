"""A whole town in one thread: tills, catalogue, wire and clocks, and everything that can go wrong between them.

    python -m tests.simulation --steps 50000 --seed 1
    python -m tests.simulation --episode 1/17             one episode again, by the seed it failed with
    python -m tests.simulation --teeth                    faults planted in the code, each of which must be found

What runs is the real thing: the till's operations on a real file, the worker's rounds, the connector and its rules,
the catalogue's own Django on SQLite. Simulated are only the ends of the world: time (`times`), chance (`chance`), the
wire (`wire`), the disk (`disks`) and the people (`people`). A step is one thing that happens; an episode is some
hundreds of them in a fresh world. What must be true at the quiet points is worked out from what the world did
(`truth`) and never read from the program's own tables; `laws` compares. Everything that chance decides comes from the
episode's seed, so the same seed gives the same episode, byte for byte of what went over the wire.
"""
