"""What happens by the clock. Per-survey timing lives in rows and is found by the sweep."""

SCHEDULE = {
    "sweep waiting work": {"task": "common.sweep", "schedule": 5.0, "options": {"expires": 20}},
    "tidy up": {"task": "common.tidy_up", "schedule": 3600.0, "options": {"expires": 1800}},
    "remove old words": {"task": "responses.remove_words", "schedule": 3600.0, "options": {"expires": 1800}},
    "delete old keys": {"task": "responses.delete_keys", "schedule": 3600.0, "options": {"expires": 1800}},
    "refresh priorities": {
        "task": "insights.refresh_priorities",
        "schedule": 3600.0,
        "options": {"expires": 1800},
    },
    "read anew": {  # where the engine is: it says which answers it has not read
        "task": "insights.read_anew",
        "schedule": 5.0,
        "options": {"expires": 20, "queue": "analysis"},
    },
    "reckon themes": {
        "task": "insights.reckon_themes",
        "schedule": 86400.0,
        "options": {"expires": 43200, "queue": "analysis"},
    },
    "find theme questions": {
        "task": "insights.find_theme_questions",
        "schedule": 1800.0,
        "options": {"expires": 900, "queue": "analysis"},
    },
    "read bounces": {"task": "invitations.read_bounces", "schedule": 300.0, "options": {"expires": 240}},
    "remind": {"task": "invitations.remind", "schedule": 300.0, "options": {"expires": 240}},
    "forget old contacts": {
        "task": "invitations.forget_old_contacts",
        "schedule": 3600.0,
        "options": {"expires": 1800},
    },
    "send standing sends": {"task": "invitations.send_standing", "schedule": 60.0, "options": {"expires": 50}},
    "look into folders": {"task": "invitations.look_into_folders", "schedule": 60.0, "options": {"expires": 50}},
}
