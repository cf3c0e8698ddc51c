"""The life of a case, played, told and drawn; pure, so that every door can show the same."""
