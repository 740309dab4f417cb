// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.pipeline.ComponentKind;
import dev.forager.pipeline.ServiceView.Gate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Component types and feature gates of the Go collector's distributions, to tell a user who names
 * one "not built yet" from one who misspelt. Loaded when first needed.
 */
final class UpstreamNames {
    private static final String COMPONENTS = "upstream-components.txt";
    private static final String REMOVED = "removed-components.txt";
    private static final String GATES = "feature-gates.txt";
    private static final String OTHER_GATES = "upstream-gates.txt";

    private UpstreamNames() {}

    /** The gates of every collector, and those that a component of ours asks. */
    static List<Gate> gates() {
        return lines(GATES).stream().map(UpstreamNames::gate).toList();
    }

    private static Gate gate(String line) {
        String[] parts = line.split("\t", -1);
        return new Gate(
                parts[0], Boolean.parseBoolean(parts[1]), parts[2], parts[5], parts[3], parts[4]);
    }

    /** The stage of each gate that switches nothing here. */
    static Map<String, String> otherGates() {
        var gates = new HashMap<String, String>();
        for (String line : lines(OTHER_GATES)) {
            int blank = line.indexOf(' ');
            gates.put(line.substring(blank + 1), line.substring(0, blank));
        }
        return gates;
    }

    /** The types of one kind by their spelling without underscores. */
    static Map<String, String> components(ComponentKind kind) {
        var kinds = new EnumMap<ComponentKind, Map<String, String>>(ComponentKind.class);
        for (String line : lines(COMPONENTS)) {
            int blank = line.indexOf(' ');
            for (ComponentKind each : ComponentKind.values()) {
                if (each.id().equals(line.substring(0, blank))) {
                    String type = line.substring(blank + 1);
                    kinds.computeIfAbsent(each, _ -> new TreeMap<>())
                            .put(ComponentRegistry.plain(type), type);
                }
            }
        }
        return kinds.getOrDefault(kind, Map.of());
    }

    /** What became of a type that the Go collector once had; null of any other. */
    static @Nullable String removal(ComponentKind kind, String type) {
        for (String line : lines(REMOVED)) {
            String[] parts = line.split("\t", -1);
            if (parts[0].equals(kind.id())
                    && ComponentRegistry.plain(parts[1]).equals(ComponentRegistry.plain(type))) {
                return "the collector's %s \"%s\" was removed upstream%s; %s"
                        .formatted(
                                kind,
                                parts[1],
                                parts[2].isEmpty() ? "" : " in " + parts[2],
                                parts[3]);
            }
        }
        return null;
    }

    private static Collection<String> lines(String name) {
        try (InputStream in = UpstreamNames.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource missing: " + name);
            }
            var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return reader.lines().filter(it -> !it.isBlank() && it.charAt(0) != '#').toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
