// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.pdata.Key;
import dev.forager.pdata.Value;
import dev.forager.processors.tailsampling.Candidate.AttributeTest;
import dev.forager.processors.tailsampling.SharedPolicyConfig.BooleanAttribute;
import dev.forager.processors.tailsampling.SharedPolicyConfig.NumericAttribute;
import dev.forager.processors.tailsampling.SharedPolicyConfig.StringAttribute;
import java.util.HashSet;
import java.util.Set;

/**
 * Policies that look for one attribute in resources and spans. An attribute of another kind counts
 * as that kind's zero, as in the Go collector. Stateless.
 */
final class AttributePolicies {
    private AttributePolicies() {}

    static Policy numeric(NumericAttribute config) {
        long least = config.minValue() == 0 ? Long.MIN_VALUE : config.minValue();
        long most = config.maxValue() == 0 ? Long.MAX_VALUE : config.maxValue();
        return policy(
                config.key(),
                config.invertMatch(),
                (value, isOfResource) -> {
                    long number = value instanceof Value.Int integer ? integer.value() : 0;
                    return number >= least && number <= most;
                });
    }

    static Policy bool(BooleanAttribute config) {
        boolean wanted = config.value();
        return policy(
                config.key(),
                config.invertMatch(),
                (value, isOfResource) ->
                        (value instanceof Value.Bool flag && flag.value()) == wanted);
    }

    static Policy string(StringAttribute config) {
        AttributeTest test =
                config.enabledRegexMatching()
                        ? patterns(new PatternMatcher(config.values(), config.cacheMaxSize()))
                        : exact(config);
        return policy(config.key(), config.invertMatch(), test);
    }

    private static AttributeTest exact(StringAttribute config) {
        Set<Value> wanted = new HashSet<>();
        for (String value : config.values()) {
            if (!value.isEmpty()) {
                wanted.add(Value.of(value));
            }
        }
        return (value, isOfResource) -> value instanceof Value.Str && wanted.contains(value);
    }

    /** An empty string is tried in resources only, as in the Go collector. */
    private static AttributeTest patterns(PatternMatcher matcher) {
        return (value, isOfResource) -> {
            String text = value instanceof Value.Str string ? string.string() : "";
            return (isOfResource || !text.isEmpty()) && matcher.matches(text);
        };
    }

    private static Policy policy(String name, boolean isInverted, AttributeTest test) {
        Key key = Key.of(name);
        return trace -> Policy.of(trace.anyAttribute(key, test) != isInverted);
    }
}
