"""The program as a person calls it: commands, disks that fail, the demo, the catalogue it joins."""
