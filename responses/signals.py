"""What this room tells the others.

`submitted` is sent with response_id and revision once for every stored answer and once for every change of it, never
for a replay. It comes after commit and on a best-effort basis: a receiver that fails is logged and hinders nobody, and
a process that dies in between sends nothing. What must happen exactly once is therefore a work row ("analyse
response"), stored together with the answer; the signal is for what may be missed.

`words_removed` and `keys_renewed` are sent with response_ids inside the transaction that removes the words of these
responses, or gives them new respondent keys, and keep a promise: where a receiver fails, nothing at all is done, and
the clock tries again.
`words_removed` carries `said` too (responses.erasing.Said) where a customer is erased, so that quotations can be found;
`keys_renewed` carries `merged=True` where two customers turned out to be one.

`asked_about` is sent with response_ids when somebody wants to know everything we hold about them; a receiver answers
with a dict of what it holds.
"""

from django.dispatch import Signal

submitted = Signal()
words_removed = Signal()
keys_renewed = Signal()
asked_about = Signal()
