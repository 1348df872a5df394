"""The rooms behind the door: one layout for every page of who signed in, and its front page."""
