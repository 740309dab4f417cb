// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.span;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.forager.pdata.Key;
import dev.forager.pdata.Span;
import dev.forager.processors.span.SpanProcessorConfig.ToAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes names apart: what a rule's groups find becomes attributes, and the name keeps the groups'
 * names in braces. Each rule works on the name that the one before left. Immutable.
 */
final class NameRules {
    private final List<Rule> rules;
    private final boolean breakAfterMatch;
    private final boolean keepOriginalName;

    /** A pattern and the names of its groups; those without have an empty one. */
    private record Rule(Pattern pattern, List<Key> groups) {
        static Rule of(Pattern pattern) {
            var groups = new Key[pattern.groupCount()];
            Arrays.fill(groups, Key.of(""));
            pattern.namedGroups().forEach((name, group) -> groups[group - 1] = Key.of(name));
            return new Rule(pattern, List.of(groups));
        }
    }

    private NameRules(List<Rule> rules, boolean breakAfterMatch, boolean keepOriginalName) {
        this.rules = rules;
        this.breakAfterMatch = breakAfterMatch;
        this.keepOriginalName = keepOriginalName;
    }

    static NameRules of(ToAttributes config) {
        var rules = new ArrayList<Rule>();
        for (Pattern pattern : SpanProcessorConfig.patterns(config.rules())) {
            rules.add(Rule.of(pattern));
        }
        return new NameRules(
                List.copyOf(rules), config.breakAfterMatch(), config.keepOriginalName());
    }

    void applyTo(Span span) {
        if (span.name().isEmpty()) {
            return;
        }
        for (Rule rule : rules) {
            String name = span.name();
            Matcher matcher = rule.pattern().matcher(name);
            if (!matcher.find()) {
                continue;
            }
            String rest = extract(matcher, rule.groups(), name, span);
            if (!keepOriginalName) {
                span.name(rest);
            }
            if (breakAfterMatch) {
                return;
            }
        }
    }

    /** Groups that took no part, or lie within another one, leave the name as it is. */
    private static String extract(Matcher matcher, List<Key> groups, String name, Span span) {
        var rest = new StringBuilder();
        int copied = 0;
        for (int i = 0; i < groups.size(); i++) {
            Key key = groups.get(i);
            String found = matcher.group(i + 1);
            span.attributes().put(key, found == null ? "" : found);
            int start = matcher.start(i + 1);
            if (found != null && start >= copied) {
                rest.append(name, copied, start).append('{').append(key.name()).append('}');
                copied = matcher.end(i + 1);
            }
        }
        return rest.append(name, copied, name.length()).toString();
    }
}
