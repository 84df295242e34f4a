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
}
