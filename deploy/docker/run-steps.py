#!/usr/bin/env python3
"""Runs the steps of the Dockerfile and of docker-compose.yml without Docker, as root on Linux.

The file system of this machine stands in for the base images: it has their tools (Maven, a JDK, redis-server). Each stage has an
overlay of its own on it, which is thrown away; the container runs in it as the image's user, with a read-only root, no
capabilities, and a network that holds nothing else. An instruction that this program does not know fails it.

    run-steps.py REPOSITORY
"""
import fnmatch
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import yaml

KNOWN = {"FROM", "WORKDIR", "COPY", "RUN", "USER", "ENV", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def sh(*command, **options):
    return subprocess.run(command, check=True, **options)


def instructions(text):
    text = re.sub(r"(?m)^\s*#.*\n", "", text)
    for line in re.sub(r"\\\n\s*", " ", text).splitlines():
        if line.strip():
            word, rest = line.strip().split(None, 1)
            if word not in KNOWN:
                sys.exit(f"unknown instruction: {word}")
            yield word, rest


class Stage:
    """A file system that began as this machine's, and what the image says of its process."""

    def __init__(self, work, name):
        base = os.path.join(work, name)
        self.root = os.path.join(base, "root")
        for part in ("upper", "work", "root"):
            os.makedirs(os.path.join(base, part))
        sh("mount", "-t", "overlay", "overlay", "-o",
           f"lowerdir=/,upperdir={base}/upper,workdir={base}/work", self.root)
        sh("mount", "-t", "proc", "proc", self.root + "/proc")
        sh("mount", "--rbind", "/dev", self.root + "/dev")
        self.directory, self.user, self.env = "/", "0:0", {"PATH": PATH, "HOME": "/root"}
        self.entrypoint, self.command, self.health = [], [], []

    def argv(self, command, privileges=()):
        user, group = self.user.split(":")
        return ["chroot", self.root, "setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups", *privileges,
                "sh", "-c", 'cd "$1" && shift && exec "$@"', "sh", self.directory, *command]

    def run(self, rest):
        caches = re.findall(r"--mount=type=cache,target=(\S+)", rest)
        rest = re.sub(r"--mount=\S+\s+", "", rest)
        for cache in caches:
            os.makedirs(self.root + cache, exist_ok=True)
            if os.path.isdir(cache):
                sh("mount", "--bind", cache, self.root + cache)
        print("RUN", rest, flush=True)
        sh(*self.argv(["sh", "-c", rest]), env=self.env)

    def path(self, name):
        return os.path.normpath(self.root + os.path.join(self.directory, name))

    def copy(self, rest, context, ignored, stages):
        words = shlex.split(rest)
        origin = [w for w in words if w.startswith("--from=")]
        source, target = [w for w in words if not w.startswith("--")]
        base = stages[origin[0][7:]].path(source) if origin else os.path.join(context, source)
        print("COPY", rest, flush=True)

        def leave_out(folder, names):
            if origin:
                return set()
            inside = os.path.relpath(folder, context)
            return {n for n in names for p in ignored
                    if fnmatch.fnmatch(n if p.startswith("**/") else os.path.normpath(os.path.join(inside, n)),
                                       p[3:] if p.startswith("**/") else p)}

        shutil.copytree(base, self.path(target), symlinks=True, ignore=leave_out, dirs_exist_ok=True)


def build(repository, dockerfile, work):
    with open(dockerfile + ".dockerignore") as file:
        ignored = file.read().split()
    stages, stage = {}, None
    for word, rest in instructions(open(dockerfile).read()):
        if word == "FROM":
            name = rest.split(" AS ")[1] if " AS " in rest else "last"
            stage = stages[name] = Stage(work, name)
        elif word == "WORKDIR":
            stage.directory = rest
            os.makedirs(stage.root + rest, exist_ok=True)
        elif word == "COPY":
            stage.copy(rest, repository, ignored, stages)
        elif word == "RUN":
            stage.run(rest)
        elif word == "USER":
            stage.user = rest
        elif word == "ENV":
            stage.env.update(pair.split("=", 1) for pair in shlex.split(rest))
        elif word == "HEALTHCHECK":
            stage.health = json.loads(rest.split(" CMD ", 1)[1] if " CMD " in rest else rest.split("CMD ", 1)[1])
        elif word in ("ENTRYPOINT", "CMD"):
            setattr(stage, "entrypoint" if word == "ENTRYPOINT" else "command", json.loads(rest))
    return stage


def filled(value, variables):
    return re.sub(r"\$\{(\w+)(?::\?[^}]*)?\}", lambda m: variables[m.group(1)], str(value))


def compose_up(stage, repository, work):
    """The two services of docker-compose.yml; runs in a network of its own."""
    folder = os.path.join(repository, "deploy", "docker")
    services = yaml.safe_load(open(os.path.join(folder, "docker-compose.yml")))["services"]
    names = [line.split("=")[0] for line in open(os.path.join(folder, "env.example")) if re.match(r"\w+=", line)]
    variables = {name: os.urandom(24).hex() for name in names}
    gateway, redis = services["gateway"], services["redis"]

    data = os.path.join(work, "redis_data")
    os.makedirs(data)
    redis_env = {"PATH": PATH, **{k: filled(v, variables) for k, v in redis["environment"].items()}}
    redis_server = subprocess.Popen([filled(word, variables) for word in redis["command"]], cwd=data, env=redis_env,
                                    stdout=subprocess.DEVNULL)
    try:
        awaited("redis", lambda: subprocess.run(redis["healthcheck"]["test"][1:], env=redis_env,
                                                capture_output=True).stdout == b"PONG\n")
        # The first lines of docker-compose.yml make the folder "config".
        steps = re.findall(r"(?m)^#   (.*)$", open(os.path.join(folder, "docker-compose.yml")).read())
        for step in steps:
            if "config" in step:
                print("STEP", step, flush=True)
                sh("sh", "-c", step.replace("sudo ", ""), cwd=folder)
        config = os.path.join(folder, "config")
        source, target, _ = gateway["volumes"][0].split(":")
        assert source == "./config", source
        os.makedirs(stage.root + target, exist_ok=True)
        sh("mount", "--bind", config, stage.root + target)
        with open(stage.root + "/etc/hosts", "w") as hosts:
            hosts.write("127.0.0.1 localhost redis\n")
        assert gateway["read_only"] and gateway["cap_drop"] == ["ALL"]
        sh("mount", "-o", "remount,ro", stage.root)
        for mount in gateway["tmpfs"]:
            where, options = mount.split(":")
            sh("mount", "-t", "tmpfs", "-o", options, "tmpfs", stage.root + where)

        env = {**stage.env, **{k: filled(v, variables) for k, v in gateway["environment"].items()}}
        # cap_drop and no-new-privileges.
        privileges = ["--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"]
        process = subprocess.Popen(stage.argv([*stage.entrypoint, *stage.command], privileges), env=env)

        def inside(*command):
            return subprocess.run(stage.argv(command, privileges), env=env, capture_output=True, text=True)

        try:
            awaited("gateway", lambda: process.poll() is None and inside(*stage.health).returncode == 0, process)
            status = inside(*stage.entrypoint, "status").stdout
            assert "gateway: healthy" in status and "redis: healthy" in status, status
            print(status, end="")
            assert inside("id", "-u").stdout.strip() == stage.user.split(":")[0] != "0"
            assert inside("touch", "/opt/mychat-gateway/x").returncode != 0
            held = inside("cat", "/opt/mychat-gateway/licences/sbom.cdx.json", "/opt/mychat-gateway/licences/THIRD-PARTY.txt")
            assert held.returncode == 0, "the image holds the bill of materials and the licences"
            assert inside("sh", "-c", "touch /tmp/x").returncode == 0
            keys = subprocess.run(["redis-cli", "dbsize"], env=redis_env, capture_output=True, text=True).stdout
            assert int(keys) > 0, keys
            uid = re.search(r"Uid:\s+(\d+)", open(f"/proc/{process.pid}/status").read()).group(1)
            capabilities = re.search(r"CapBnd:\s+(\w+)", open(f"/proc/{process.pid}/status").read()).group(1)
            print(f"uid {uid}, possible capabilities {capabilities}, keys in Redis {keys.strip()}")
            process.send_signal(signal.SIGTERM)
            begin = time.monotonic()
            code = process.wait(int(gateway["stop_grace_period"].rstrip("s")))
            assert code == 143, code
            print(f"stopped after {time.monotonic() - begin:.1f} s with {code}")
        finally:
            if process.poll() is None:
                process.kill()
    finally:
        redis_server.terminate()
        redis_server.wait(10)


def awaited(what, condition, process=None):
    deadline = time.monotonic() + 120
    while not condition():
        if time.monotonic() > deadline or (process and process.poll() is not None):
            sys.exit(f"{what} does not run")
        time.sleep(1)
    print(what, "runs", flush=True)


def main():
    repository = os.path.abspath(sys.argv[1])
    if "--inside" not in sys.argv:
        # Mounts of its own: they end with the process.
        os.execvp("unshare", ["unshare", "--mount", "--propagation", "private", sys.executable, __file__, repository, "--inside"])
    work = tempfile.mkdtemp(prefix="mychat-docker-")
    sh("mount", "-t", "tmpfs", "tmpfs", work)
    try:
        stage = build(repository, os.path.join(repository, "deploy", "docker", "Dockerfile"), work)
        print("image built", flush=True)
        os.unshare(os.CLONE_NEWNET) if hasattr(os, "unshare") else unshare_network()
        sh("ip", "link", "set", "lo", "up")
        compose_up(stage, repository, work)
        print("all steps have run")
    finally:
        sh("umount", "--recursive", "--lazy", work)
        os.rmdir(work)


def unshare_network():
    """os.unshare came with Python 3.12."""
    import ctypes

    if ctypes.CDLL(None, use_errno=True).unshare(0x40000000):
        sys.exit("no network namespace: " + os.strerror(ctypes.get_errno()))


if __name__ == "__main__":
    main()
