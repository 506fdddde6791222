"""One connector per kind of online shop, all passing the same contract."""
