// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.config.tree.ListNode;
import dev.forager.config.tree.MapNode;
import dev.forager.config.tree.Node;
import dev.forager.config.tree.ScalarNode;
import dev.forager.config.tree.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every folder of {@code golden} gives what the Go collector printed; see the README there. */
class GoldenTest {
    @TempDir Path folder;

    static List<Path> cases() throws Exception {
        Path root = Path.of(requireNonNull(GoldenTest.class.getResource("golden")).toURI());
        try (Stream<Path> children = Files.list(root)) {
            return children.filter(Files::isDirectory).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void configuration_resolvesAsTheCollectorDoes(Path golden) throws Exception {
        var uris = new ArrayList<String>();
        for (Path source : files(golden)) {
            String text = Files.readString(source).replace("GOLD", folder.toString());
            Path copy = folder.resolve(String.valueOf(source.getFileName()));
            Files.writeString(copy, text);
            if (copy.toString().matches(".*/\\d\\.yaml")) {
                uris.add(copy.toString());
            }
        }
        var environment = new HashMap<String, String>();
        if (read(golden, "env.yaml") instanceof MapNode map) {
            map.entries().forEach(it -> environment.put(it.key(), text(it.value())));
        }
        MapNode root =
                ConfigResolver.over(environment::get)
                        .resolve(
                                uris,
                                texts(read(golden, "sets.yaml")),
                                FeatureGates.parse(texts(read(golden, "gates.yaml"))))
                        .root();
        Node fields = root;
        for (String key : List.of("service", "telemetry", "logs", "initial_fields")) {
            fields = requireNonNull(((MapNode) fields).get(key));
        }
        Node expected = requireNonNull(read(golden, "expected.yaml"));
        assertThat(plain(fields)).isEqualTo(plain(expected));
    }

    private static List<Path> files(Path golden) throws Exception {
        try (Stream<Path> children = Files.list(golden)) {
            return children.sorted().toList();
        }
    }

    private static @Nullable Node read(Path golden, String name) throws Exception {
        Path file = golden.resolve(name);
        return Files.exists(file) ? YamlReader.read(Files.readString(file), name) : null;
    }

    private static List<String> texts(@Nullable Node node) {
        return node instanceof ListNode list
                ? list.items().stream().map(GoldenTest::text).toList()
                : List.of();
    }

    private static String text(Node node) {
        return String.valueOf(((ScalarNode) node).value());
    }

    /** Numbers compare by value: Go prints the float 1000 as {@code 1000}. */
    private static @Nullable Object plain(Node node) {
        return switch (node) {
            case MapNode map -> {
                var entries = new TreeMap<String, @Nullable Object>();
                map.entries().forEach(it -> entries.put(it.key(), plain(it.value())));
                yield Map.copyOf(wrapped(entries));
            }
            case ListNode list -> list.items().stream().map(it -> wrap(plain(it))).toList();
            case ScalarNode scalar ->
                    switch (scalar.value()) {
                        case Number number -> number.doubleValue();
                        case OffsetDateTime time ->
                                time.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
                        case null -> null;
                        case Object other -> other;
                    };
        };
    }

    private static Map<String, Object> wrapped(Map<String, @Nullable Object> entries) {
        var result = new TreeMap<String, Object>();
        entries.forEach((key, value) -> result.put(key, wrap(value)));
        return result;
    }

    private static Object wrap(@Nullable Object value) {
        return value == null ? "<null>" : value;
    }
}
