import sys
from tests.sync.catalogue.test_matrix import *
from tests.sync.catalogue import test_matrix as m
def test_probe(both):
    for role in (FIRST, OFFICER):
        for address in every_address():
            before = kept()
            w = m._wrongs(both, role, [address], METHODS)
            after = kept()
            if w: print("WRONG", w, [ (n, [r for r in after[n] if r not in before[n]]) for n in changed(before, after)])
