# One image for the web server, the worker and beat; docker-compose.yml says which.
FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OPENBLAS_NUM_THREADS=1 \
    STATIC_ROOT=/srv/static

WORKDIR /srv/belay
COPY requirements/app.txt requirements/app.txt
RUN pip install --no-cache-dir uv \
    && uv pip install --system --no-cache --require-hashes -r requirements/app.txt

COPY . .
RUN python -m compileall -q accounts matching mentorship \
    && SECRET_KEY=only-for-this-step python manage.py collectstatic --noinput \
    && useradd --create-home --uid 1000 belay

USER belay
EXPOSE 8000
CMD ["gunicorn", "mentorship.wsgi", "--bind=0.0.0.0:8000", "--workers=2", "--threads=4", "--graceful-timeout=5", "--preload", "--no-control-socket"]
