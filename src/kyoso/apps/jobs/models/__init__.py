from kyoso.apps.jobs.models.job import Job

__all__ = ["Job"]
