# A stand-in for the official image of Kafka where no registry can be reached: the same variables
# and paths, from the published jars.
ARG BASE_IMAGE
FROM ${BASE_IMAGE}
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        openjdk-17-jre-headless kcat \
    && useradd --uid 1000 appuser \
    && install -d -o appuser /var/lib/kafka/data /opt/kafka/libs
COPY libs /opt/kafka/libs
COPY kafka.sh /usr/local/bin/entry
USER appuser
ENTRYPOINT ["entry"]
