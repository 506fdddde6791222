"""What a shop does, one function per deed and one transaction each: read, decide, write, say what changed."""
