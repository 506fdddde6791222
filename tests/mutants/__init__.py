"""The tests are tested: promises of sync broken one at a time, by one small change of the source each.

`python -m tests.mutants` plants every mutant in a copy of the tree and runs the tests, or the program, that should find
it out. A mutant that nobody finds out is a promise that nobody holds.
"""
