// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import dev.forager.receivers.ebpf.probe.HostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The kernel of this machine, and what this process holds in it. */
final class Kernel {
    private static final List<String> IDS = List.of("prog_id:", "map_id:", "link_id:");

    private Kernel() {}

    /** The facts of the host that runs the test. */
    static HostFacts facts() {
        return HostFacts.read(
                Path.of("/proc"), Path.of("/sys"), Path.of("/sys/fs/cgroup"), null, null);
    }

    /** Programs, maps and links that this process has open, as {@code prog_id: 12}. */
    static Set<String> objects() throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fdinfo"))) {
            for (Path each : files.toList()) {
                found.addAll(ids(each));
            }
        }
        return found;
    }

    private static List<String> ids(Path fdinfo) {
        try {
            return Files.readAllLines(fdinfo).stream()
                    .filter(line -> IDS.stream().anyMatch(line::startsWith))
                    .map(line -> line.replaceAll("\\s+", " "))
                    .toList();
        } catch (IOException e) {
            return List.of(); // Closed meanwhile.
        }
    }
}
