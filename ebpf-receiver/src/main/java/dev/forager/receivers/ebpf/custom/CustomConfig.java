// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.pipeline.config.Validation;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** An element of the list {@code custom}: an object of the user's. It is read to be checked. */
public record CustomConfig(
        @Doc("Name of the probe custom.<name>.") String name,
        @Doc("The compiled object (clang -g -O2 -target bpf).") Path object,
        @Doc("Programs that are attached, each where its section says; empty: all.") @Default("[]")
                List<String> programs,
        @Doc("Maps that become metrics.") @Default("[]") List<CustomMetric> metrics,
        @Doc("Ring buffers that become logs.") @Default("[]") List<CustomLog> logs) {
    /** Checks names, and everything that the object must have. */
    public CustomConfig {
        programs = List.copyOf(programs);
        metrics = List.copyOf(metrics);
        logs = List.copyOf(logs);
        Validation.requireAll(
                Stream.concat(
                        Stream.of(() -> requireName(name)),
                        checks(object, programs, metrics, logs)));
    }

    private static void requireName(String name) {
        Validation.require(
                name.matches("[A-Za-z0-9_-]{1,40}"),
                "name",
                "\"%s\" (expected: letters, digits, _ and -)".formatted(name));
    }

    /** An object that cannot be read is one mistake: nothing can be said of what it would have. */
    private static Stream<Runnable> checks(
            Path object, List<String> programs, List<CustomMetric> metrics, List<CustomLog> logs) {
        CustomObject of;
        try {
            of = CustomObject.read(object);
        } catch (InvalidConfigException e) {
            return Stream.of(
                    () -> {
                        throw e;
                    });
        }
        return Stream.of(
                each(programs, "programs", of::requireProgram),
                each(metrics, "metrics", of::metric),
                each(logs, "logs", of::log));
    }

    private static <T> Runnable each(List<T> list, String key, BiConsumer<T, String> check) {
        return () -> Validation.requireEach(list, key, check);
    }
}
