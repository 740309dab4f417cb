// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import static dev.forager.pipeline.config.Validation.require;
import static dev.forager.pipeline.config.Validation.requireEach;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Key;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An attribute that becomes an attribute of the metrics, or a pattern of several. */
public record Dimension(
        @Doc("Attribute of the span, the event or the resource; the first that has it counts.")
                @Default("\"\"")
                String name,
        @Doc("Value where none has it; without, the metric goes without.") @Key("default")
                @Nullable String fallback,
        @Doc(
                        "Attributes by pattern instead of by name: `*` matches all but dots, `**`"
                                + " dots too, also `?`, `[a-z]` and `{a,b}`.")
                @Default("\"\"")
                String glob) {
    private static final List<String> RESERVED =
            List.of(
                    "service.name",
                    "span.kind",
                    "status.code",
                    "span.name",
                    "collector.instance.id");

    /** Refuses what cannot stand in one list, with the reason behind {@code problem}. */
    static void check(List<Dimension> dimensions, String key, String problem) {
        Set<String> names = new HashSet<>(RESERVED);
        List<Glob> globs = new ArrayList<>();
        requireEach(
                dimensions,
                key,
                (each, at) -> {
                    if (each.glob.isEmpty()) {
                        each.checkName(names, at, problem);
                    } else {
                        globs.add(each.checkedGlob(at, problem));
                    }
                });
        for (String name : names) {
            for (Glob glob : globs) {
                require(
                        !glob.matches(name),
                        key,
                        problem
                                + "duplicate dimension name \"%s\" conflicting with glob \"%s\""
                                        .formatted(name, glob));
            }
        }
    }

    private void checkName(Set<String> names, String key, String problem) {
        require(!name.isEmpty(), key, problem + "dimension entry must set one of `name` or `glob`");
        require(names.add(name), key, problem + "duplicate dimension name \"%s\"".formatted(name));
    }

    private Glob checkedGlob(String key, String problem) {
        require(
                name.isEmpty(),
                key,
                problem
                        + "dimension entry must set only one of `name` or `glob`, got both:"
                        + " name=\"%s\" glob=\"%s\"".formatted(name, glob));
        require(
                fallback == null,
                key,
                problem + "`default` is not supported on `glob` dimension \"%s\"".formatted(glob));
        try {
            return Glob.compile(glob);
        } catch (IllegalArgumentException e) {
            require(
                    false,
                    key,
                    problem + "invalid dimension glob \"%s\": %s".formatted(glob, e.getMessage()));
            throw e;
        }
    }
}
