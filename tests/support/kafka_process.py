"""Starts a real Kafka broker for a test, on free loopback ports, and stops it by process id.

The jars come from the public repository of Maven, once; without them there is no broker.
"""

import fcntl
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from postgres_process import free_port

SOURCE = Path(__file__).resolve().parent.parent.parent
LIBRARIES = SOURCE / "build" / "kafka-libs"
CLUSTER = "b3V0Y3J5LXRlc3RzLTAwMQ"


def why_missing():
    """Empty when a broker can be started."""
    for program in ("java", "mvn"):
        if shutil.which(program) is None:
            return f"missing part: {program}"
    LIBRARIES.parent.mkdir(parents=True, exist_ok=True)
    with open(f"{LIBRARIES}.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        finished = LIBRARIES / "finished"
        if not finished.exists():
            copied = subprocess.run(
                ["timeout", "180", "mvn", "-q", "-B", "-f", SOURCE / "tests/support/kafka/pom.xml",
                 "dependency:copy-dependencies", f"-DoutputDirectory={LIBRARIES}"],
                stdin=subprocess.DEVNULL, capture_output=True)
            if copied.returncode == 0:
                finished.write_text("\n")
    return "" if finished.exists() else "missing part: the jars of the Kafka broker"


class Kafka:
    """One broker with its controller, kept over restarts."""

    def __init__(self, directory):
        self.directory = Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.port, controller = free_port(), free_port()
        self.process = None
        self.properties = self.directory / "server.properties"
        self.properties.write_text(f"""process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://127.0.0.1:{self.port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{self.port}
controller.quorum.bootstrap.servers=127.0.0.1:{controller}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
auto.create.topics.enable=false
log.dirs={self.directory}/logs
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
""")
        subprocess.run([*self.java("-Xmx128m"), "kafka.tools.StorageTool", "format", "--standalone",
                        "-t", CLUSTER, "-c", self.properties],
                       stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=120)
        self.start()

    @property
    def arguments(self):
        """For `outcry serve`."""
        return ["--set", "kafka.enabled=true", "--set",
                f"kafka.bootstrap_servers=127.0.0.1:{self.port}"]

    @staticmethod
    def java(heap):
        return ["java", heap, "-XX:TieredStopAtLevel=1", "-cp", f"{LIBRARIES}/*"]

    def start(self, seconds_max=120):
        with (self.directory / "log").open("ab") as log:
            self.process = subprocess.Popen([*self.java("-Xmx384m"), "kafka.Kafka", self.properties],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            cwd=self.directory)
        deadline = time.monotonic() + seconds_max
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the broker is not there:\n" + (self.directory / "log").read_text()[-2000:])

    def kill(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
