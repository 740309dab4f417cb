// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All rules, in order: the first that matches decides. Immutable. */
final class RuleBook {
    private final List<SecurityRule> rules;

    private RuleBook(List<SecurityRule> rules) {
        this.rules = rules;
    }

    /** The rules of a configuration. */
    static RuleBook of(List<RuleItem> items) {
        List<SecurityRule> rules = new ArrayList<>();
        for (RuleItem item : items) {
            switch (item) {
                case RuleItem.Rule rule -> rules.add(new SecurityRule(rule, "custom"));
                case RuleItem.Shipped shipped ->
                        DefaultRules.ALL.forEach(
                                rule -> rules.add(new SecurityRule(rule, shipped.set())));
            }
        }
        return new RuleBook(List.copyOf(rules));
    }

    /** The rule for an event with these attributes; null when none matches. */
    @Nullable SecurityRule judge(Function<String, @Nullable Value> attributes) {
        for (SecurityRule each : rules) {
            if (each.matches(attributes)) {
                return each;
            }
        }
        return null;
    }

    /** Whether any rule asks for a key. */
    boolean asksFor(String key) {
        return rules.stream().anyMatch(each -> each.asksFor(key));
    }
}
