"""Arrays in, arrays out: who suits whom, as numbers. Knows neither Django nor Celery."""
