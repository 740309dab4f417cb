# SPDX-FileCopyrightText: The Forager Authors
# SPDX-License-Identifier: Apache-2.0
#
# Sourced: find_jdk sets and exports JAVA_HOME to a JDK 25 or later, installs one on Debian 13, and otherwise
# says what to do.

is_jdk() {
    [ -x "$1/bin/javac" ] && [ -x "$1/bin/jlink" ] && [ -f "$1/release" ] &&
        [ "$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")" -ge 25 ] 2>/dev/null
}

look_for_jdk() {
    for jdk in "${JAVA_HOME:-}" /usr/lib/jvm/*25* /usr/lib/jvm/* /opt/*jdk*; do
        if [ -n "$jdk" ] && is_jdk "$jdk"; then
            JAVA_HOME=$jdk
            export JAVA_HOME
            return 0
        fi
    done
    if command -v javac >/dev/null 2>&1; then
        jdk=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
        if is_jdk "$jdk"; then
            JAVA_HOME=$jdk
            export JAVA_HOME
            return 0
        fi
    fi
    return 1
}

install_jdk() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || return 1
    echo "forager: installing openjdk-25-jdk-headless (about 400 MB)" >&2
    DEBIAN_FRONTEND=noninteractive
    export DEBIAN_FRONTEND
    apt-get update -q >&2 &&
        apt-get install -q -y --no-install-recommends openjdk-25-jdk-headless ca-certificates curl >&2
}

find_jdk() {
    look_for_jdk && return 0
    install_jdk && look_for_jdk && return 0
    cat >&2 <<TEXT
forager: a JDK 25 is needed to build, and none was found in JAVA_HOME, /usr/lib/jvm or the PATH.
  Debian 13, as root:  apt-get update && apt-get install -y openjdk-25-jdk-headless ca-certificates curl
  Debian 12 and other systems: unpack a JDK 25 (for instance Temurin, adoptium.net) under /usr/lib/jvm,
  or set JAVA_HOME to it. Then run this command again.
TEXT
    exit 1
}
