"""The demo: La Cantine, Paris, as the 2009 study describes it, in the network of 2012: a year behind it, a fortnight ahead.

Everything is written through the commands, with ``replay``: the past mails nobody. Identities are fixed; what happens
each day is drawn from the date itself, so that the same day always shows the same life.
"""

from cantine.web.demo.house import PASSWORD, load_demo

__all__ = ["PASSWORD", "load_demo"]
