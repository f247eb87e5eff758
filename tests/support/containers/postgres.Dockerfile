# A stand-in for the official image of Postgres where no registry can be reached: the same
# variables and paths, from Debian's package.
ARG BASE_IMAGE
FROM ${BASE_IMAGE}
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postgresql
ENV PATH=/usr/lib/postgresql/15/bin:$PATH
COPY postgres.sh /usr/local/bin/entry
ENTRYPOINT ["entry"]
