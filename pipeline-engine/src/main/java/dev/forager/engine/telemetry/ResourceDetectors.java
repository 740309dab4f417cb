// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry;

import dev.forager.config.TelemetryMetrics;
import dev.forager.config.TelemetryResource;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the attributes of {@code resource::detection/development}, with the names that the Go
 * collector's SDK gives them. What cannot be read is left out. Those of clouds find nothing: asking
 * a metadata server would hold up every start.
 */
final class ResourceDetectors {
    /** The last part of a path of {@code /proc/self/cgroup}, as the SDK for Go reads it. */
    private static final Pattern CONTAINER =
            Pattern.compile("^.*/(?:.*[-:])?([0-9a-f]+)(?:\\.|\\s*$)");

    private final Path root;
    private final Map<String, Object> found = new TreeMap<>();

    private ResourceDetectors(Path root) {
        this.root = root;
    }

    /**
     * Sorted by name; values are text, numbers or lists.
     *
     * @param root {@code /}; another one in tests
     */
    static Map<String, Object> find(TelemetryResource.Detection config, Path root) {
        var detectors = new ResourceDetectors(root);
        for (String name : config.names()) {
            switch (name) {
                case "host" -> detectors.addHost();
                case "process" -> detectors.addProcess();
                case "container" -> detectors.addContainer();
                default -> {} // the service is named by its configuration
            }
        }
        TelemetryMetrics.IncludeExclude selection = config.attributes();
        if (selection != null) {
            detectors.found.keySet().removeIf(name -> !selection.selects(name));
        }
        detectors.addSdk();
        return detectors.found;
    }

    private void addSdk() {
        Resource.getDefault()
                .getAttributes()
                .forEach(
                        (key, value) -> {
                            if (key.getKey().startsWith("telemetry.sdk.")) {
                                found.put(key.getKey(), value);
                            }
                        });
    }

    private void addHost() {
        String name = kernel("hostname");
        found.put("host.name", name.isEmpty() ? addressName() : name);
        String system = System.getProperty("os.name", "");
        String lower = system.toLowerCase(Locale.ROOT);
        found.put(
                "os.type",
                lower.startsWith("mac")
                        ? "darwin"
                        : lower.startsWith("windows") ? "windows" : lower);
        found.put("os.description", description(system));
    }

    /** The release, and in parentheses what {@code uname} says. */
    private String description(String system) {
        String kernel =
                Stream.of(
                                kernel("ostype"),
                                kernel("hostname"),
                                kernel("osrelease"),
                                kernel("version"))
                        .filter(word -> !word.isEmpty())
                        .reduce((one, other) -> one + " " + other)
                        .orElse(system + " " + System.getProperty("os.version", ""));
        String machine = System.getProperty("os.arch", "").replace("amd64", "x86_64");
        String release = release();
        String uname = kernel + " " + machine;
        return release.isEmpty() ? uname : "%s (%s)".formatted(release, uname);
    }

    private String release() {
        List<String> lines = lines("etc/os-release");
        String name = value(lines, "NAME");
        String version = value(lines, "VERSION");
        version = version.isEmpty() ? value(lines, "VERSION_ID") : version;
        return name.isEmpty() || version.isEmpty()
                ? value(lines, "PRETTY_NAME")
                : name + " " + version;
    }

    private static String value(List<String> lines, String key) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1).replaceAll("^[\"']|[\"']$", ""))
                .findFirst()
                .orElse("");
    }

    private static String addressName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "localhost"; // a host without a name
        }
    }

    private void addProcess() {
        ProcessHandle process = ProcessHandle.current();
        found.put("process.pid", process.pid());
        found.put("process.owner", System.getProperty("user.name", ""));
        process.info()
                .command()
                .ifPresent(
                        command -> {
                            found.put("process.executable.path", command);
                            found.put(
                                    "process.executable.name",
                                    command.substring(command.lastIndexOf('/') + 1));
                            var words = new ArrayList<String>();
                            words.add(command);
                            process.info().arguments().map(List::of).ifPresent(words::addAll);
                            found.put("process.command_args", List.copyOf(words));
                        });
        found.put("process.runtime.name", System.getProperty("java.runtime.name", ""));
        found.put("process.runtime.version", Runtime.version().toString());
        found.put(
                "process.runtime.description",
                "%s %s %s"
                        .formatted(
                                System.getProperty("java.vm.vendor", ""),
                                System.getProperty("java.vm.name", ""),
                                System.getProperty("java.vm.version", "")));
    }

    private void addContainer() {
        lines("proc/self/cgroup").stream()
                .map(CONTAINER::matcher)
                .filter(Matcher::find)
                .findFirst()
                .ifPresent(line -> found.put("container.id", line.group(1)));
    }

    private String kernel(String name) {
        List<String> lines = lines("proc/sys/kernel/" + name);
        return lines.isEmpty() ? "" : lines.getFirst();
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(root.resolve(file));
        } catch (IOException e) {
            return List.of(); // not on this system
        }
    }
}
