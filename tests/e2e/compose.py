#!/usr/bin/env python3
"""What an operator does with docker/compose.yaml: up, a trade, kills, down and up, an upgrade.

Only in the full run: it builds images. Afterwards every event in Postgres is in Kafka as well,
each once, and none is missing in between.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from container_engine import SOURCE, ContainerEngine, MissingPart, run  # noqa: E402
from venue_process import BINARY, FULL, Connection, Key, Tally  # noqa: E402

PROJECT = "outcrytest"
TOPICS = ("trades", "orders", "ledger", "instruments", "audit")
SECONDS_MAX = 180
KILLS = ("postgres", "kafka", "outcry", "kafka", "postgres", "outcry")


class Deployment:
    """The compose project, through the entry script, as an operator has it."""

    def __init__(self, folder, images, port):
        self.endpoint = ("127.0.0.1", port)
        self.secrets = Path(folder) / "secrets"
        self.environment = {**os.environ, **images, "OUTCRY_PROJECT": PROJECT,
                            "OUTCRY_PUBLISH": f"127.0.0.1:{port}", "OUTCRY_SECRETS": str(self.secrets)}

    def dev(self, *arguments):
        return run(SOURCE / "dev", *arguments, env=self.environment, cwd=SOURCE)

    def container(self, service):
        return f"{PROJECT}_{service}_1"

    def inspect(self, service, template):
        return run("docker", "inspect", "-f", template, self.container(service)).strip()

    def execute(self, service, *command):
        return run("docker", "exec", self.container(service), *command)

    def kill(self, service):
        """By process id: `docker kill` would count as an operator's stop."""
        os.kill(int(self.inspect(service, "{{.State.Pid}}")), signal.SIGKILL)

    def wait_until_healthy(self, service, restarts):
        deadline = time.monotonic() + SECONDS_MAX
        while time.monotonic() < deadline:
            if (int(self.inspect(service, "{{.RestartCount}}")) >= restarts and
                    self.inspect(service, "{{.State.Health.Status}}") == "healthy"):
                return
            time.sleep(0.5)
        raise RuntimeError(f"{service} does not come back")

    def key(self):
        seed = json.loads((self.secrets / "demo_seed.json").read_text())
        entry = seed["accounts"][0]["keys"][0]
        return Key(entry["apiKey"], entry["secret"])

    def query(self, sql):
        return self.execute("postgres", "psql", "-U", "outcry", "-d", "outcry", "-Atc", sql)

    def events_in_postgres(self):
        return self.query("select sequence || '-' || event_index from event").split()

    def records(self, topic, form):
        """Of committed transactions; empty as well when the broker did not answer in time."""
        try:
            return self.execute("kafka", "timeout", "30", "kcat", "-b", "kafka:9092", "-C", "-e",
                                "-q", "-o", "beginning", "-X", "isolation.level=read_committed",
                                "-f", form, "-t", f"outcry.{topic}")
        except RuntimeError:
            return ""

    def events_in_kafka(self):
        places = []
        for topic in TOPICS:
            lines = self.records(topic, "%h\\n").splitlines()
            places += [line.removeprefix("sequence-index=") for line in lines]
        return places


async def place_order(deployment, name):
    connection = Connection(deployment.endpoint)
    await connection.open()
    status, body = await connection.request(
        "POST", "/api/v3/order",
        {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "timeInForce": "GTC",
         "quantity": "0.001", "price": "20000", "newClientOrderId": name}, deployment.key())
    connection.close()
    return status, body


def wait_for(what, found):
    deadline = time.monotonic() + SECONDS_MAX
    while time.monotonic() < deadline:
        if found():
            return True
        time.sleep(0.5)
    print(f"not seen: {what}")
    return False


def check_order(tally, deployment, name):
    status, body = asyncio.run(place_order(deployment, name))
    tally.check(status == 200, f"the published port takes {name}: {status} {body}")
    sql = f"select count(*) from orders where client_order_id = '{name}'"
    tally.check(wait_for(name, lambda: deployment.query(sql).strip() == "1"),
                f"{name} is a row in Postgres")
    tally.check(wait_for(name, lambda: name in deployment.records("orders", "%s\\n")),
                f"{name} is a record in Kafka")


def check_copies(tally, deployment):
    """The server is stopped; what both copies hold is compared up to where the shorter one is."""
    def place(text):
        sequence, index = text.split("-")
        return int(sequence), int(index)

    postgres = sorted(map(place, deployment.events_in_postgres()))
    kafka = sorted(map(place, deployment.events_in_kafka()))
    last = min(postgres[-1][0], kafka[-1][0])
    postgres = [entry for entry in postgres if entry[0] <= last]
    kafka = [entry for entry in kafka if entry[0] <= last]
    tally.check(len(set(postgres)) == len(postgres), "no event is twice in Postgres")
    tally.check(len(set(kafka)) == len(kafka), "no event is twice in Kafka")
    tally.check(postgres == kafka, f"both hold the same {len(kafka)} events")
    tally.check({entry[0] for entry in kafka} == set(range(1, last + 1)), "no command is missing")


def operate(tally, deployment, next_image):
    deployment.dev("up", "--profile", "demo")
    check_order(tally, deployment, "first")
    restarts = dict.fromkeys(KILLS, 0)
    for service in KILLS:
        deployment.kill(service)
        restarts[service] += 1
        deployment.wait_until_healthy(service, restarts[service])
        deployment.wait_until_healthy("outcry", restarts["outcry"])
    check_order(tally, deployment, "after-kills")

    deployment.dev("down")
    deployment.dev("up")
    check_order(tally, deployment, "after-down")
    deployment.dev("down")
    deployment.environment["OUTCRY_IMAGE"] = next_image
    deployment.dev("up")
    check_order(tally, deployment, "after-upgrade")

    run("docker", "stop", deployment.container("outcry"))
    code = deployment.inspect("outcry", "{{.State.ExitCode}}")
    tally.check(code == "0", f"SIGTERM stops the server cleanly: {code}")
    check_copies(tally, deployment)


def free_port():
    import socket
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def jars():
    folder = SOURCE / "build" / "kafka-libs"
    if not (folder / "finished").exists():
        done = subprocess.run(
            ["timeout", "180", "mvn", "-q", "-B", "-f",
             str(SOURCE / "tests/support/kafka/pom.xml"), "dependency:copy-dependencies",
             f"-DoutputDirectory={folder}"], check=False, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            raise MissingPart("missing part: the jars of the Kafka broker cannot be fetched")
        (folder / "finished").touch()
    return folder


def main():
    tally = Tally()
    if not FULL:
        tally.skip("builds images: only in the full run")
        return tally.close()
    with tempfile.TemporaryDirectory(prefix="outcry-compose-") as folder:
        engine = ContainerEngine(folder)
        try:
            engine.start()
            engine.make_base()
            images = {"POSTGRES_IMAGE": engine.make_stand_in("postgres"),
                      "KAFKA_IMAGE": engine.make_stand_in("kafka", jars()),
                      "OUTCRY_IMAGE": engine.make_server("outcry-test-server:1", BINARY)}
            deployment = Deployment(folder, images, free_port())
            try:
                operate(tally, deployment, engine.make_server("outcry-test-server:2", BINARY))
            finally:
                deployment.dev("down", "--volumes")
        except MissingPart as missing:
            tally.skip(str(missing))
        finally:
            engine.stop()
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
