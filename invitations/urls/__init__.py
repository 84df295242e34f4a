"""Every address of this room, one file a folder. Customers' own are short, because people read and type them."""

from invitations.urls import customers, mailings, mails, standing, stopping, ways_in

app_name = "invitations"
urlpatterns = [
    *customers.urlpatterns,
    *mailings.urlpatterns,
    *mails.urlpatterns,
    *standing.urlpatterns,
    *stopping.urlpatterns,
    *ways_in.urlpatterns,
]
