from django.urls import path

from accounts.views import (
    belonging,
    contact_rule,
    first_run,
    joining,
    look,
    mail_server,
    organisation,
    people,
    profile,
    units,
)

app_name = "accounts"
urlpatterns = [
    path("settings/", belonging.settings, name="settings"),
    path("settings/organisation/", organisation.organisation, name="organisation"),
    path("settings/look/", look.look, name="look"),
    path("settings/purpose-hint/", organisation.purpose_hint, name="purpose_hint"),
    path("settings/units/", units.units, name="units"),
    path("settings/units/<int:unit_id>/name/", units.name, name="unit_name"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/<int:membership_id>/", people.member, name="member"),
    path("settings/people/<int:membership_id>/removal/", people.removal, name="member_removal"),
    path("settings/invitations/<int:invitation_id>/withdrawal/", people.withdrawal, name="joining_withdrawal"),
    path("settings/profile/", profile.profile, name="profile"),
    path("settings/mail/", mail_server.mail_server, name="mail_server"),
    path("settings/mail/test/", mail_server.test, name="mail_server_test"),
    path("settings/mail/news/", mail_server.news, name="mail_news"),
    path("settings/mail/removal/", mail_server.removal, name="mail_server_removal"),
    path("settings/contact-rule/", contact_rule.contact_rule, name="contact_rule"),
    path("settings/contact-rule/change/", contact_rule.change, name="contact_rule_change"),
    path("organisation/switch/", belonging.switch, name="switch"),
    path("no-organisation/", belonging.no_organisation, name="no_organisation"),
    path("join/<str:token>/", joining.join, name="join"),
    path("setup/", first_run.set_up, name="first_run"),
]
