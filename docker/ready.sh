#!/bin/bash
# Exits 0 when the server in this container is ready. Without curl: the image holds no more than
# the server needs.
exec 3<>/dev/tcp/127.0.0.1/8081 || exit 1
printf 'GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' >&3
read -r _ status _ <&3
[[ $status == 200 ]]
