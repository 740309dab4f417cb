// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.selection;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Validation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/** The section {@code target}. */
public record TargetConfig(
        @Doc("What is observed: in each list one must match, and all lists that are not empty.")
                @Default("{}")
                Lists include,
        @Doc("What is not: one match in any list is enough.") @Default("{}") Lists exclude,
        @Doc("Whether this process itself is left out.") @Default("true") boolean excludeSelf) {
    /** The whole host but this process. */
    public static TargetConfig all() {
        return new TargetConfig(Lists.none(), Lists.none(), true);
    }

    /** Lists of one kind each. */
    public record Lists(
            @Doc("Processes, with what they start.") @Default("[]") List<Integer> pids,
            @Doc("Names of processes: the first 15 bytes, as ps -o comm shows them.") @Default("[]")
                    List<String> comms,
            @Doc("Paths of executables; * is any text, ? one character.") @Default("[]")
                    List<String> executables,
            @Doc(
                            "Paths of control groups from the root of their hierarchy, with all below; * and ?.")
                    @Default("[]")
                    List<String> cgroups,
            @Doc("Ids of containers, or their first 12 digits or more.") @Default("[]")
                    List<String> containers,
            @Doc("Namespaces of Kubernetes, by the folders of runtime.pod_logs.") @Default("[]")
                    List<String> namespaces,
            @Doc("Ports of servers: flows, connections and DNS only.") @Default("[]")
                    List<Integer> ports) {
        private static final int MOST_COMM = 15;
        private static final int MOST_PORTS = 1024;

        /** Checks each element. */
        public Lists {
            check(pids, comms, executables, cgroups, containers, namespaces, ports);
            pids = List.copyOf(pids);
            comms = List.copyOf(comms);
            executables = List.copyOf(executables);
            cgroups = List.copyOf(cgroups);
            containers = List.copyOf(containers);
            namespaces = List.copyOf(namespaces);
            ports = List.copyOf(ports);
        }

        private static void check(
                List<Integer> pids,
                List<String> comms,
                List<String> executables,
                List<String> cgroups,
                List<String> containers,
                List<String> namespaces,
                List<Integer> ports) {
            require("pids", pids, each -> each > 0, "the number of a process");
            require("comms", comms, Lists::isComm, "1 to 15 bytes");
            require("executables", executables, Lists::isPath, "an absolute path such as /usr/*");
            require(
                    "cgroups",
                    cgroups,
                    Lists::isPath,
                    "a path from the root of the hierarchy, such as"
                            + " /system.slice/nginx.service");
            require(
                    "containers",
                    containers,
                    each -> each.matches("[0-9a-f]{12,64}"),
                    "12 to 64 hexadecimal digits");
            require(
                    "namespaces",
                    namespaces,
                    each -> each.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"),
                    "the name of a namespace");
            require("ports", ports, each -> each > 0 && each < 65_536, "1 to 65535");
            Validation.require(
                    ports.size() <= MOST_PORTS,
                    "ports",
                    "%d of them (expected: at most %d)".formatted(ports.size(), MOST_PORTS));
        }

        /** The kernel keeps 15 bytes of a name: a longer one is no process's. */
        private static boolean isComm(String text) {
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            return bytes > 0 && bytes <= MOST_COMM;
        }

        private static boolean isPath(String text) {
            return (text.startsWith("/") || text.startsWith("*")) && text.indexOf(0) < 0;
        }

        private static <T> void require(
                String key, List<T> values, Predicate<T> isGood, String expected) {
            Validation.requireEach(
                    values,
                    key,
                    (value, at) ->
                            Validation.require(
                                    isGood.test(value),
                                    at,
                                    "%s (expected: %s)".formatted(value, expected)));
        }

        static Lists none() {
            return new Lists(
                    List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
        }

        boolean hasGroups() {
            return !cgroups.isEmpty() || !containers.isEmpty() || !namespaces.isEmpty();
        }

        boolean hasProcesses() {
            return !pids.isEmpty() || !comms.isEmpty() || !executables.isEmpty();
        }
    }
}
