"""The pages of signing in, in our own words: what allauth shows, says, refuses and mails.

allauth does the work of passwords, second factors and single sign-on. Its pages come from the
templates here, its forms, messages and letters from ``words.yaml``; what we do not use is closed.
"""
