// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say which servers are compared. */
final class Servers {
    @Option(
            names = "--peer",
            paramLabel = "[NAME=]COMMAND",
            description =
                    "A server to compare with, such as 'otelcol=/path/otelcol --config {config}'."
                            + " Repeatable; the first is the base of all ratios.")
    private List<String> peers = new ArrayList<>();

    @Option(
            names = "--subject",
            paramLabel = "COMMAND",
            description = "Forager itself. Default: ${DEFAULT-VALUE}")
    private String subject = "./distribution/target/forager/bin/forager";

    @Option(names = "--server-cpus", description = "Default: ${DEFAULT-VALUE}")
    private String cpus = "0";

    /** Commands by name, the base first and Forager last. */
    Map<String, String> commands() {
        var servers = new LinkedHashMap<String, String>();
        for (String peer : peers) {
            int equals = peer.indexOf('=');
            boolean named =
                    equals > 0
                            && !peer.substring(0, equals).contains("/")
                            && !peer.substring(0, equals).contains(" ");
            String command = named ? peer.substring(equals + 1) : peer;
            String name =
                    named
                            ? peer.substring(0, equals)
                            : Path.of(peer.split(" ", 2)[0]).getFileName().toString();
            servers.put(name, command);
        }
        servers.put("forager", subject);
        return Collections.unmodifiableMap(servers);
    }

    /** The cores that a server may use, as taskset takes them. */
    String cpus() {
        return cpus;
    }
}
