// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricsgeneration;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import java.util.Set;

/** How one metric is made of others. */
public record Rule(
        @Doc("Name of the new metric.") @Default("''") String name,
        @Doc("Its unit.") @Default("''") String unit,
        @Doc("`calculate` takes two metrics, `scale` one and a factor.") @Default("''") String type,
        @Doc("First metric.") @Default("''") String metric1,
        @Doc("Second metric, for `calculate`.") @Default("''") String metric2,
        @Doc(
                        "`add`, `subtract`, `multiply`, `divide` or `percent`; a rule without one"
                                + " makes nothing.")
                @Default("''")
                String operation,
        @Doc("Factor or other operand, for `scale`.") @Default("0") double scaleBy) {
    public Rule {
        require(!name.isEmpty(), "missing required field \"name\"");
        require(!type.isEmpty(), "missing required field \"type\"");
        require(
                Set.of("calculate", "scale").contains(type),
                "\"type\" must be in [\"calculate\" \"scale\"]");
        require(!metric1.isEmpty(), "missing required field \"metric1\"");
        require(
                !type.equals("calculate") || !metric2.isEmpty(),
                "missing required field \"metric2\" for generation type \"calculate\"");
        require(
                !type.equals("scale") || scaleBy > 0,
                "field \"scale_by\" required to be greater than 0 for generation type \"scale\"");
        require(
                operation.isEmpty() || Arithmetic.ofWord(operation) != null,
                "\"operation\" must be in [\"add\" \"divide\" \"multiply\" \"percent\""
                        + " \"subtract\"]");
        requireOther(name, "metric1", metric1);
        requireOther(name, "metric2", metric2);
    }

    private static void requireOther(String name, String key, String value) {
        require(
                !name.equals(value),
                "value of field \"name\" may not match value of field \"%s\"".formatted(key));
    }
}
