// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.TextOrSection;
import dev.forager.pipeline.config.Validation;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An element of the list of rules. */
@TextOrSection
public sealed interface RuleItem {
    /** The name of the shipped set. */
    String DEFAULT = "default";

    /** How MITRE ATT&CK numbers techniques and their parts. */
    String TECHNIQUE = "T\\d{4}(\\.\\d{3})?";

    /**
     * A set that the program brings.
     *
     * @param set its name
     */
    record Shipped(String set) implements RuleItem {}

    /** A rule. */
    record Rule(
            @Doc("Name of the rule, the attribute security_rule.name.") String name,
            @Doc("Category, such as execution; the attribute security_rule.category.")
                    @Nullable String category,
            @Doc("Technique of MITRE ATT&CK, such as T1059.004.") @Nullable String technique,
            @Doc("What it is about, the attribute security_rule.description.")
                    @Nullable String description,
            @Doc(
                            "Attributes of the record and what they must be: an RE2 expression for the whole"
                                    + " value, or a list of which one must hold; all keys must match.")
                    Map<String, Object> match,
            @Doc("Severity of the records; off makes none.") @Default("warn") RuleSeverity severity,
            @Doc("How long repeats are folded into one record; absent: suppress_repeats.")
                    @Nullable Duration suppress)
            implements RuleItem {
        /** Checks name, conditions and times. */
        public Rule {
            check(name, technique, match, suppress);
            match = Map.copyOf(match);
        }

        private static void check(
                String name,
                @Nullable String technique,
                Map<String, Object> match,
                @Nullable Duration suppress) {
            Validation.require(!name.isBlank(), "name", "empty (expected: a name)");
            Validation.require(
                    technique == null || technique.matches(TECHNIQUE),
                    "technique",
                    "\"%s\" (expected: a technique of MITRE ATT&CK such as T1059 or T1059.004)"
                            .formatted(technique));
            Validation.require(
                    !match.isEmpty(), "match", "empty (expected: at least one attribute)");
            Validation.require(
                    suppress == null || !suppress.isNegative(),
                    "suppress",
                    "negative (expected: 0s or more)");
            Condition.all(match);
        }
    }
}
