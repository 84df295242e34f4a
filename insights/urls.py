"""Addresses of what the answers mean and what we do about it. A state is a resource: POST makes it so."""

from django.urls import path

from accounts.access import anonymous_allowed
from insights.views import answers, health, home, incidents, task_changes, tasks, thanks

app_name = "insights"
_open_health = anonymous_allowed("numbers of the whole installation, nothing about anybody")

urlpatterns = [
    path("", home.home, name="home"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<int:task_id>/", tasks.task, name="task"),
    path("tasks/<int:task_id>/owner/", task_changes.taking, name="taking"),
    path("tasks/<int:task_id>/owner/end/", task_changes.handing_back, name="handing_back"),
    path("tasks/<int:task_id>/opening/", task_changes.opening, name="opening"),
    path("tasks/<int:task_id>/step/", task_changes.step, name="step"),
    path("tasks/<int:task_id>/trial/", task_changes.trial, name="trial"),
    path("tasks/<int:task_id>/work-done/", task_changes.work_done, name="work_done"),
    path("tasks/<int:task_id>/closing/", task_changes.closing, name="closing"),
    path("tasks/<int:task_id>/rest/", task_changes.rest, name="rest"),
    path("tasks/<int:task_id>/rest/end/", task_changes.waking, name="waking"),
    path("tasks/<int:task_id>/declining/", task_changes.declining, name="declining"),
    path("tasks/<int:task_id>/declining/agreement/", task_changes.agreeing, name="agreeing"),
    path("tasks/<int:task_id>/declining/end/", task_changes.keeping, name="keeping"),
    path("tasks/<int:task_id>/reopening/", task_changes.reopening, name="reopening"),
    path("tasks/<int:task_id>/merging/", task_changes.merging, name="merging"),
    path("incidents/<int:incident_id>/", incidents.incident, name="incident"),
    path("incidents/<int:incident_id>/judgement/", incidents.judgement, name="judgement"),
    path("incidents/<int:incident_id>/dismissal/", incidents.dismissal, name="dismissal"),
    path("incidents/<int:incident_id>/improvement/", incidents.improvement, name="improvement"),
    path("incidents/<int:incident_id>/thanks/", thanks.passing_on, name="passing_on"),
    path("answers/<int:answer_id>/", answers.answer, name="answer"),
    path("thanks/", thanks.thanks_list, name="thanks_list"),
    path("health/", _open_health(health.health), name="health"),
]
