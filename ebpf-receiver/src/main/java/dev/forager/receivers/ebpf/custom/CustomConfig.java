// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Validation;
import java.nio.file.Path;
import java.util.List;

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
        Validation.require(
                name.matches("[A-Za-z0-9_-]{1,40}"),
                "name",
                "\"%s\" (expected: letters, digits, _ and -)".formatted(name));
        CustomObject of = CustomObject.read(object);
        for (int i = 0; i < programs.size(); i++) {
            of.requireProgram(programs.get(i), "programs::[%d]".formatted(i));
        }
        for (int i = 0; i < metrics.size(); i++) {
            var _ = of.metric(metrics.get(i), "metrics::[%d]".formatted(i));
        }
        for (int i = 0; i < logs.size(); i++) {
            var _ = of.log(logs.get(i), "logs::[%d]".formatted(i));
        }
    }
}
