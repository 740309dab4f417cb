// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

import dev.forager.pdata.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A rule that is ready to judge. Immutable. */
final class SecurityRule {
    private static final String VERSION = "1";

    private final RuleItem.Rule rule;
    private final String ruleset;
    private final List<Condition> conditions;

    SecurityRule(RuleItem.Rule rule, String ruleset) {
        this.rule = rule;
        this.ruleset = ruleset;
        conditions = Condition.all(rule.match());
    }

    RuleSeverity severity() {
        return rule.severity();
    }

    @Nullable Duration suppress() {
        return rule.suppress();
    }

    /** Whether all its conditions hold for these attributes. */
    boolean matches(Function<String, @Nullable Value> attributes) {
        for (Condition each : conditions) {
            if (!each.holds(attributes.apply(each.key()))) {
                return false;
            }
        }
        return true;
    }

    /** Whether it asks for a key. */
    boolean asksFor(String key) {
        return conditions.stream().anyMatch(each -> each.key().equals(key));
    }

    /** Adds the attributes that name it. */
    void describe(Map<String, Value> to) {
        String name = rule.name();
        to.put("security_rule.name", Value.of(name));
        if (rule.category() != null) {
            to.put("security_rule.category", Value.of(rule.category()));
        }
        if (rule.description() != null) {
            to.put("security_rule.description", Value.of(rule.description()));
        }
        to.put("security_rule.ruleset.name", Value.of(ruleset));
        byte[] seed = ("forager/" + ruleset + "/" + name).getBytes(StandardCharsets.UTF_8);
        to.put("security_rule.uuid", Value.of(UUID.nameUUIDFromBytes(seed).toString()));
        to.put("security_rule.version", Value.of(VERSION));
        if (rule.technique() != null) {
            to.put("ebpf.security.technique.id", Value.of(rule.technique()));
            to.put(
                    "security_rule.reference",
                    Value.of(
                            "https://attack.mitre.org/techniques/"
                                    + rule.technique().replace('.', '/')
                                    + "/"));
        }
    }
}
