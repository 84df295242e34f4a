"""What this room tells the others, after the answer is safely stored.

`submitted` is sent with response_id and revision once for every stored answer and once for every change of it, never
for a replay. It comes after commit and on a best-effort basis: a receiver that fails is logged and hinders nobody, and
a process that dies in between sends nothing. What must happen exactly once is therefore a work row ("analyse
response"), stored together with the answer; the signal is for what may be missed.
"""

from django.dispatch import Signal

submitted = Signal()
