"""The demonstration: an invented review built through the services that a user calls.

Here: the script and the files it brings in. Not here: short cuts past the services. Everything in it is invented; its
passphrases are no secret.
"""

PASSPHRASE = "heather ferry lantern meadow quay"
"""Opens the demonstration as the board manager of today."""
FORMER_PASSPHRASE = "thistle harvest copper window tide"
"""Opened it for the manager who left in August 2016; opens nothing since."""
ADMINISTRATOR_PASSPHRASE = "gravel orchard swift candle harbour"
"""Opens the demonstration as the administrator."""
LAPTOP_PASSPHRASE = "pebble orchard violin kettle dune"
"""Opened the lead reviewer's working pack, which is closed by the end of the story."""
EVENT_PASSPHRASE = "linnet saddle ginger beacon moor"
"""Opened the pack of the practitioner event."""
VAULT_NAME = "demo.caseward"
