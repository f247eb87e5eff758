"""Docker for a test: the engine that runs, or one of its own; images where there is no registry."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent.parent
CONTAINERS = SOURCE / "tests" / "support" / "containers"
BASE_IMAGE = "outcry-test-debian:12"
ENGINE_SECONDS_MAX = 60


class MissingPart(Exception):
    """Why the test cannot run here."""


def run(*command, **options):
    """The output; fails with all of it."""
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}: {done.returncode}\n{done.stdout}")
    return done.stdout


class ContainerEngine:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.process = None

    def start(self):
        for program in ("docker", "docker-compose"):
            if shutil.which(program) is None:
                raise MissingPart(f"missing part: {program}")
        if self.answers():
            return
        if os.geteuid() != 0 or shutil.which("dockerd") is None:
            raise MissingPart("missing part: a Docker engine that runs, or root and dockerd")
        with (self.folder / "dockerd.log").open("ab") as log:
            self.process = subprocess.Popen(
                ["dockerd", "--data-root", self.folder / "engine",
                 "--exec-root", self.folder / "run", "--pidfile", self.folder / "dockerd.pid"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        deadline = time.monotonic() + ENGINE_SECONDS_MAX
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise MissingPart("missing part: dockerd does not start here")
            time.sleep(0.2)

    def answers(self):
        return subprocess.run(["docker", "info"], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, check=False).returncode == 0

    def stop(self):
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait()

    def has_image(self, name):
        return run("docker", "image", "ls", "-q", name).strip() != ""

    def make_base(self):
        """Debian from its packages, since no registry may be reached."""
        if self.has_image(BASE_IMAGE):
            return
        if shutil.which("debootstrap") is None:
            raise MissingPart("missing part: debootstrap")
        tree = self.folder / "debian"
        run("debootstrap", "--variant=minbase", "bookworm", tree)
        archive = self.folder / "debian.tar"
        run("tar", "-C", tree, "-cf", archive, ".")
        run("docker", "import", archive, BASE_IMAGE)
        archive.unlink()
        shutil.rmtree(tree)

    def make_stand_in(self, name, jars=None):
        """An image of the interface of the official one, from Debian's package or the jars."""
        image = f"outcry-test-{name}:1"
        if not self.has_image(image):
            context = self.folder / f"context-{name}"
            shutil.copytree(CONTAINERS, context)
            if jars is not None:
                shutil.copytree(jars, context / "libs")
            build(image, context, context / f"{name}.Dockerfile", "--build-arg",
                  f"BASE_IMAGE={BASE_IMAGE}")
        return image

    def make_server(self, image, binary):
        """The image of docker/Dockerfile with a program that was built outside of it."""
        runtime = "outcry-test-runtime:1"
        if not self.has_image(runtime):
            build(runtime, SOURCE, SOURCE / "docker" / "Dockerfile", "--target", "runtime",
                  "--build-arg", f"BASE_IMAGE={BASE_IMAGE}")
        context = self.folder / f"context-{image.replace(':', '-')}"
        context.mkdir()
        run("strip", "--strip-debug", "-o", context / "outcry", binary)
        (context / "Dockerfile").write_text(
            f"FROM {runtime}\nCOPY outcry /usr/local/bin/outcry\nLABEL test={image}\n")
        build(image, context, context / "Dockerfile")
        return image


def build(image, context, dockerfile, *arguments):
    run("docker", "build", "-t", image, "-f", dockerfile, *arguments, context,
        env={**os.environ, "DOCKER_BUILDKIT": "0"})
