# One image for `api`, `worker` and `migrate`; which one it is, the command says.
FROM node:24-slim AS web
WORKDIR /web
COPY web/ ./
RUN if [ -f package.json ]; then npm ci --no-audit --no-fund && npm run build; fi && mkdir -p dist

FROM python:3.13-slim AS packages
RUN pip install --no-cache-dir uv==0.13.8
WORKDIR /dialoom
COPY pyproject.toml requirements.lock README.md ./
# What the product needs, in the versions and with the hashes of the lock; neither the tests' tools nor the local servers.
RUN uv venv /opt/venv \
 && uv pip install --no-cache --python /opt/venv/bin/python --require-hashes \
      --constraint requirements.lock --requirements pyproject.toml

FROM python:3.13-slim
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates tini \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /dialoom --shell /usr/sbin/nologin dialoom
WORKDIR /dialoom
COPY --from=packages /opt/venv /opt/venv
COPY . .
COPY --from=web /web/dist web/dist
ENV PATH=/opt/venv/bin:$PATH PYTHONPATH=/dialoom PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DIALOOM_API__HOST=0.0.0.0
USER dialoom
EXPOSE 8000
ENTRYPOINT ["tini", "--", "python", "-m", "dialoom"]
CMD ["api"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
  CMD python -c "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ.get('DIALOOM_API__PORT', '8000') + '/health', timeout=4)"
