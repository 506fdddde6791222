"""The fiscal perimeter, one file a subject; `test_rNN` names the requirement it shows."""
