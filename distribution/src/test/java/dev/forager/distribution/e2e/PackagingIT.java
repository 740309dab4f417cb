// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The distribution folder: moves as a whole, needs no JDK, uses its cache, goes by the name it is
 * called.
 */
class PackagingIT {
    private static final Map<String, String> NO_JDK =
            Map.of("JAVA_HOME", "", "PATH", "/usr/bin:/bin");

    @TempDir Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"-a", "-r"})
    void movedDistribution_startsFromItsCache(String how) throws Exception {
        Path moved = folder.resolve("elsewhere");
        int copied =
                new ProcessBuilder("cp", how, RunningForager.HOME.toString(), moved.toString())
                        .inheritIO()
                        .start()
                        .waitFor();
        assertThat(copied).isZero();
        // With AOTMode=on a cache that does not fit is an error; by default it is only slow.
        var environment =
                Map.of("JAVA_HOME", "", "PATH", "/usr/bin:/bin", "FORAGER_OPTS", "-XX:AOTMode=on");
        try (var forager =
                RunningForager.start(moved.resolve("bin/otelcol"), environment, "--version")) {
            assertThat(forager.exitCode()).as(forager.err()).isZero();
            assertThat(forager.out()).matches("otelcol version \\d+\\.\\d+\\.\\d+\n");
            assertThat(forager.err()).isEmpty();
        }
    }

    @Test
    void links_giveTheNameOfTheProgram() throws Exception {
        for (String name : List.of("forager", "otelcol", "otelcol-contrib", "otelcol-k8s")) {
            try (var forager =
                    RunningForager.start(
                            RunningForager.HOME.resolve("bin/" + name), NO_JDK, "--help")) {
                assertThat(forager.exitCode()).isZero();
                assertThat(forager.out()).startsWith("Usage:\n  %s [flags]\n".formatted(name));
            }
        }
    }

    @Test
    void memoryLimit_sizesTheHeap() throws Exception {
        Map<String, String> environment =
                Map.of("GOMEMLIMIT", "512MiB", "FORAGER_OPTS", "-XX:+PrintFlagsFinal");
        try (var forager =
                RunningForager.start(
                        RunningForager.HOME.resolve("bin/forager"), environment, "--version")) {
            assertThat(forager.exitCode()).isZero();
            assertThat(forager.out())
                    // 253 MiB, rounded up by the JVM.
                    .containsPattern("MaxHeapSize +:?= " + 254L * 1024 * 1024 + " ")
                    .containsPattern("MaxDirectMemorySize +:?= " + 84L * 1024 * 1024 + " ");
        }
    }

    @Test
    void limitOfTheControlGroupAbove_sizesTheHeap() throws Exception {
        Path root = Path.of("/sys/fs/cgroup");
        boolean isSecond = Files.exists(root.resolve("cgroup.controllers"));
        Path above =
                (isSecond ? root : root.resolve("memory"))
                        .resolve("forager-packaging-" + ProcessHandle.current().pid());
        Path group = above.resolve("below");
        assumeThat(canMake(group)).as("needs root and a writable control group").isTrue();
        try {
            Files.writeString(
                    above.resolve(isSecond ? "memory.max" : "memory.limit_in_bytes"), "512M");
            Path script = folder.resolve("in-group");
            Files.writeString(
                    script,
                    "#!/bin/sh\necho $$ >%s/cgroup.procs && exec %s/bin/forager \"$@\"\n"
                            .formatted(group, RunningForager.HOME));
            assertThat(script.toFile().setExecutable(true)).isTrue();
            try (var forager =
                    RunningForager.start(
                            script, Map.of("FORAGER_OPTS", "-XX:+PrintFlagsFinal"), "--version")) {
                assertThat(forager.exitCode()).as(forager.err()).isZero();
                assertThat(forager.out())
                        .containsPattern("MaxHeapSize +:?= " + 254L * 1024 * 1024 + " ");
            }
        } finally {
            Files.delete(group);
            Files.delete(above);
        }
    }

    private static boolean canMake(Path group) {
        try {
            Files.createDirectories(group);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void memoryLimitThatIsNone_isRefused() throws Exception {
        try (var forager =
                RunningForager.start(
                        RunningForager.HOME.resolve("bin/forager"),
                        Map.of("GOMEMLIMIT", "512mb"),
                        "--version")) {
            assertThat(forager.exitCode()).isEqualTo(1);
            assertThat(forager.err()).startsWith("Error: GOMEMLIMIT: 512mb (expected: off, or");
        }
    }

    /** What it spares: docs/rationale/004-launcher.md. */
    @Test
    void plainExporter_startsWithoutSettingTlsUp() throws Exception {
        Path config = folder.resolve("config.yaml");
        Files.writeString(
                config,
                """
                receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"}}}}
                exporters: {otlp_grpc: {endpoint: "127.0.0.1:1", tls: {insecure: true}}}
                service:
                  telemetry: {metrics: {level: none}}
                  pipelines: {traces: {receivers: [otlp], exporters: [otlp_grpc]}}
                """);
        // Of the cache every class is loaded at once; only what is used is initialized.
        Path used = folder.resolve("classes.log");
        try (var forager =
                RunningForager.start(
                        RunningForager.HOME.resolve("bin/forager"),
                        Map.of("FORAGER_OPTS", "-Xlog:class+init:file=" + used),
                        "--config",
                        config.toString())) {
            forager.awaitReady();
        }
        assertThat(used)
                .content()
                .contains("Initializing 'com/linecorp/armeria/client/HttpClientFactory'")
                .doesNotContain("bouncycastle", "sun/security/ssl/");
    }
}
