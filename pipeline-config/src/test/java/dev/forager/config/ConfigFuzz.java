// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.config.ConfigResolver.Resolved;
import dev.forager.config.tree.Node;
import dev.forager.pipeline.config.Inline;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fuzz target for YAML and references: a text, and behind each NUL the value of a variable ({@code
 * A}, {@code B}, ...). Nothing but {@link ConfigException} may come out, each problem on one line
 * and short; what is read prints as YAML that reads back the same. The page {@code docs/fuzzing.md}
 * says how to run it.
 */
final class ConfigFuzz {
    private static final int MAX_LINE = 10_000;

    private ConfigFuzz() {}

    /** Any map. */
    record Anything(@Inline Map<String, Object> values) {}

    /** Called by Jazzer, and by {@link ConfigFuzzTest} with the corpus. */
    public static void fuzzerTestOneInput(byte[] input) {
        String[] parts = new String(input, StandardCharsets.UTF_8).split("\0", 27);
        var environment = new HashMap<String, String>();
        for (int i = 1; i < parts.length; i++) {
            environment.put(String.valueOf((char) ('A' + i - 1)), parts[i]);
        }
        var providers =
                Map.of("env", new EnvProvider(environment::get), "yaml", new YamlProvider());
        try {
            Resolved resolved =
                    ConfigResolver.with(providers)
                            .resolve(
                                    List.of("yaml:" + parts[0]),
                                    List.of(),
                                    FeatureGates.defaults());
            var problems = new Problems();
            Anything any = RecordBinder.bind(resolved.root(), Anything.class, "", problems);
            problems.throwIfAny();
            if (any != null) {
                requireRoundTrip(any);
            }
        } catch (ConfigException e) {
            requireShort(e);
        }
    }

    private static void requireRoundTrip(Anything any) {
        String yaml = ConfigWriter.write(any);
        try {
            // Without a source for references: none may be left.
            Node again =
                    ConfigResolver.with(Map.of("yaml", new YamlProvider()))
                            .resolve(List.of("yaml:" + yaml), List.of(), FeatureGates.defaults())
                            .root();
            var problems = new Problems();
            Anything read = RecordBinder.bind(again, Anything.class, "", problems);
            String second = read == null ? problems.sorted().toString() : ConfigWriter.write(read);
            if (!yaml.equals(second)) {
                throw new AssertionError("printed:\n" + yaml + "\nread back:\n" + second);
            }
        } catch (ConfigException e) {
            throw new AssertionError("printed:\n" + yaml, e);
        }
    }

    private static void requireShort(ConfigException refused) {
        for (Problem problem : refused.problems()) {
            String line = problem.toString();
            if (line.isEmpty() || line.length() > MAX_LINE || line.indexOf('\n') >= 0) {
                throw new AssertionError("problem is no short line: " + line);
            }
        }
    }
}
