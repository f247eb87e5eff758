#!/bin/bash
# KAFKA_NODE_ID=1 becomes node.id=1, and so on; formats the volume once, then becomes the broker.
set -euo pipefail
properties=/tmp/server.properties
while IFS='=' read -r name value; do
    [[ $name == KAFKA_HEAP_OPTS ]] && continue
    key=${name#KAFKA_}
    key=${key,,}
    echo "${key//_/.}=$value"
done < <(env | grep '^KAFKA_') >"$properties"
java=(java ${KAFKA_HEAP_OPTS:-} -XX:TieredStopAtLevel=1 -cp '/opt/kafka/libs/*')
"${java[@]}" kafka.tools.StorageTool format --ignore-formatted -t "$CLUSTER_ID" -c "$properties"
exec "${java[@]}" kafka.Kafka "$properties"
