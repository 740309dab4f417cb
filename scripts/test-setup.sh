#!/bin/sh
# SPDX-FileCopyrightText: The Forager Authors
# SPDX-License-Identifier: Apache-2.0
#
# What tests need beside a JDK: the Python OTLP exporters as a foreign client, libdeflate, which transport uses
# where it is there, libbpf, without which nothing of the eBPF receiver is tried in the kernel, and Prometheus as
# a receiver. Without root or network the tests that need them say that they are skipped.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
packages=
command -v python3 >/dev/null 2>&1 && python3 -c 'import venv, ensurepip' 2>/dev/null || packages="python3 python3-venv"
ls /usr/lib/*/libdeflate.so.0 >/dev/null 2>&1 || packages="$packages libdeflate0"
ls /usr/lib/*/libbpf.so.1 >/dev/null 2>&1 || packages="$packages libbpf1"
command -v prometheus >/dev/null 2>&1 || packages="$packages prometheus"
if [ -n "$packages" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "test-setup: installing ${packages# } and what they need (up to 330 MB)" >&2
    DEBIAN_FRONTEND=noninteractive
    export DEBIAN_FRONTEND
    # shellcheck disable=SC2086 # A list of packages.
    apt-get update -q && apt-get install -q -y --no-install-recommends $packages
fi
venv=$root/distribution/target/python
if ! "$venv/bin/python" -c 'import opentelemetry.exporter.otlp' 2>/dev/null; then
    python3 -m venv "$venv" &&
        "$venv/bin/pip" install -q --disable-pip-version-check opentelemetry-sdk==1.45.2 opentelemetry-exporter-otlp==1.45.2
fi || echo "test-setup: no Python OTLP exporters: the tests that need them will be skipped" >&2
exit 0
