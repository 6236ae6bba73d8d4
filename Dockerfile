FROM python:3.13-slim
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /tokkyu
COPY requirements.lock .
RUN pip install --no-cache-dir --quiet --require-hashes --requirement requirements.lock
COPY . .
# Nothing is reached while building; the settings only refuse to be without an address.
RUN TOKKYU_SECRET_KEY=unused DATABASE_URL=postgres://unused REDIS_URL=redis://unused python manage.py messages \
    && useradd --system --uid 10001 tokkyu \
    && mkdir --parents var/issuer var/issuer-keys \
    && chown --recursive tokkyu var locale
USER tokkyu
CMD ["granian", "--interface=wsgi", "--host=0.0.0.0", "--port=8000", "--workers=2", "--respawn-failed-workers", "config.wsgi:application"]
