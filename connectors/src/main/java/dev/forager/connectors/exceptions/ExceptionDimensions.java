// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.exceptions;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.Key;
import dev.forager.pdata.Span;
import dev.forager.pdata.Value;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The dimensions of a configuration, looked up. Immutable. */
final class ExceptionDimensions {
    private static final List<String> KINDS =
            List.of("UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER");
    private static final List<String> STATUSES = List.of("UNSET", "OK", "ERROR");

    private final Key[] names;
    private final @Nullable Value[] fallbacks;

    ExceptionDimensions(List<ExceptionsConnectorConfig.DimensionConfig> dimensions) {
        names = dimensions.stream().map(it -> Key.of(it.name())).toArray(Key[]::new);
        fallbacks = new Value[names.length];
        for (int i = 0; i < names.length; i++) {
            String fallback = dimensions.get(i).fallback();
            fallbacks[i] = fallback == null ? null : Value.of(fallback);
        }
    }

    /** Tells each dimension that is there; the first of {@code sources} that has it counts. */
    void forEach(List<Attributes> sources, BiConsumer<Key, Value> action) {
        for (int i = 0; i < names.length; i++) {
            Value value = find(names[i], sources);
            value = value != null ? value : fallbacks[i];
            if (value != null) {
                action.accept(names[i], value);
            }
        }
    }

    private static @Nullable Value find(Key name, List<Attributes> sources) {
        for (Attributes each : sources) {
            Value value = each.get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** Name, kind and status of a span. */
    static void putSpan(Attributes labels, Span span) {
        labels.put("span.name", span.name());
        labels.put("span.kind", word("SPAN_KIND_", KINDS, span.kindValue()));
        int status = span.hasStatus() ? span.status().codeValue() : 0;
        labels.put("status.code", word("STATUS_CODE_", STATUSES, status));
    }

    private static String word(String prefix, List<String> words, int number) {
        return number >= 0 && number < words.size() ? prefix + words.get(number) : "";
    }
}
