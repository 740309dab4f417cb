# SPDX-FileCopyrightText: The Forager Authors
# SPDX-License-Identifier: Apache-2.0
#
# Sourced by the programs in benchmarks/ with $root set: finds a JDK, builds what is missing or older than the sources.
# $classpath is that of the benchmarks then.
. "$root/scripts/jdk.sh"
find_jdk
cd "$root"
if [ ! -f benchmarks/target/classpath ] || [ -n "$(find . -name '*.java' -path '*/main/*' -newer benchmarks/target/classpath -print -quit)" ]; then
    ./mvnw -B -ntp -q -pl benchmarks -am -DskipTests -Dspotless.check.skip=true -Dpackage.skip=true package \
        dependency:build-classpath -Dmdep.outputFile=target/classpath -Dmdep.includeScope=runtime >&2
fi
classpath="benchmarks/target/classes:$(cat benchmarks/target/classpath)"
