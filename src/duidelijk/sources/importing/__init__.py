"""A file somebody has on its way into the store: how it is read, what it holds, what is stored."""
