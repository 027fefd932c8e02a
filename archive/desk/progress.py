"""How far a job is, for the script that moves the bar; without it the page renews itself."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from archive.desk.models import Job


def as_json(job: Job | None) -> HttpResponse:
    """Return the job's state: how much is done of how much, and whether it is over or needs a hand."""
    if job is None:
        return JsonResponse({"over": True})
    return JsonResponse(
        {
            "over": job.is_over or job.is_silent,
            "done": job.done,
            "total": job.total,
            "percent": job.percent,
        }
    )
