"""A played session, for who wants to see how one goes: made-up people, real figures."""
