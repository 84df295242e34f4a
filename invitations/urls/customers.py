from django.urls import path

from invitations.views import customers, lists

urlpatterns = [
    path("customers/", customers.customers, name="customers"),
    path("customers/new/", customers.customer_new, name="customer_new"),
    path("customers/import/", lists.customers_import, name="customers_import"),
    path("customers/imports/", lists.customers_imports, name="customers_imports"),
    path("customers/imports/<int:import_id>/", lists.customers_one_import, name="customers_one_import"),
    path("customers/<int:customer_id>/", customers.customer, name="customer"),
    path("customers/<int:customer_id>/change/", customers.customer_change, name="customer_change"),
]
