// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.testkit.ManyPods;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallHeapTest {
    private static final int PODS = 5000;

    /** Makes a pod as large as on a usual cluster, 8.5 KB. */
    private static final int PADDING = 7_600;

    @TempDir private Path folder = Path.of("");

    @Test
    void fiveThousandPods_fitInto64MiB_andNothingStopsLookups() throws Exception {
        try (var api = new ManyPods(PODS, PADDING)) {
            Map<String, Long> measured = probe(api.kubeconfig(folder));
            System.Logger log = System.getLogger(getClass().getName());
            log.log(System.Logger.Level.INFO, "{0} pods under -Xmx64m: {1}", PODS, measured);
            assertThat(measured).containsEntry("pods", (long) PODS);
            assertThat(measured.get("heap_mib")).isLessThan(40);
            assertThat(measured.get("resync_us"))
                    .as("no lookup waits for a resync; a busy machine may hold one up, a little")
                    .isLessThan(1_000_000);
        }
    }

    /** What this test was loaded from, whoever runs it. */
    private static String classPath() {
        if (SyncProbe.class.getClassLoader() instanceof URLClassLoader loader) {
            return Arrays.stream(loader.getURLs())
                    .map(url -> Path.of(URI.create(url.toString())).toString())
                    .collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("java.class.path");
    }

    private Map<String, Long> probe(Path kubeconfig) throws IOException, InterruptedException {
        Path measurements = folder.resolve("measurements");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                classPath(),
                                SyncProbe.class.getName(),
                                kubeconfig.toString(),
                                measurements.toString())
                        .redirectErrorStream(true)
                        .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(out).isZero();
        Map<String, Long> measured = new HashMap<>();
        for (String line : Files.readAllLines(measurements)) {
            String[] parts = line.split("=");
            measured.put(parts[0], Long.valueOf(parts[1]));
        }
        return measured;
    }
}
