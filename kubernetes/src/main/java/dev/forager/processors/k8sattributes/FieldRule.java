// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.forager.ottl.text.Template;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes labels or annotations of one kind of object as attributes. Immutable.
 *
 * @param origin whose
 * @param key the key; empty with a pattern
 * @param pattern matches whole keys; null with a key
 * @param names what the attributes are called by default, {@code %s} for the key
 * @param tag the attribute; with a pattern null where the default names are meant
 */
record FieldRule(
        Origin origin,
        String key,
        @Nullable Pattern pattern,
        List<String> names,
        @Nullable String tag) {

    /**
     * Reads a rule.
     *
     * @param names default names
     */
    static FieldRule of(K8sAttributesConfig.FieldExtract config, List<String> names) {
        Origin origin = Origin.find(config.from());
        if (origin == null) {
            throw new IllegalArgumentException(config.from());
        }
        Pattern pattern =
                config.keyRegex().isEmpty()
                        ? null
                        : Pattern.compile("^(?:" + config.keyRegex() + ")$");
        // As in the Go collector the name counts beside a pattern only if that has groups.
        boolean named =
                !config.tagName().isEmpty() && (pattern == null || pattern.groupCount() > 0);
        return new FieldRule(origin, config.key(), pattern, names, named ? config.tagName() : null);
    }

    /** Whether the label or annotation of this key is needed. */
    boolean wants(String other) {
        return pattern == null ? key.equals(other) : pattern.matches(other);
    }

    /** Writes what it finds. */
    void write(Map<String, String> from, Map<String, String> to) {
        if (pattern == null) {
            String value = from.get(key);
            if (value != null) {
                put(key, value, tag, to);
            }
            return;
        }
        for (Map.Entry<String, String> entry : from.entrySet()) {
            Matcher matcher = pattern.matcher(entry.getKey());
            if (!entry.getValue().isEmpty() && matcher.find()) {
                String name = tag == null ? null : Template.of(tag).expand(matcher);
                put(entry.getKey(), entry.getValue(), name, to);
            }
        }
    }

    private void put(String ofKey, String value, @Nullable String name, Map<String, String> to) {
        if (name != null) {
            to.put(name, value);
            return;
        }
        for (String each : names) {
            to.put(each.formatted(ofKey), value);
        }
    }
}
