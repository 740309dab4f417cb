// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How messages, fields and enums of OTLP are called in Java, where the rules need exceptions. */
final class RecordNames {
    /** Lists whose element names say again what the message says. */
    private static final Map<String, String> LISTS =
            Map.ofEntries(
                    Map.entry("resource_spans", "resources"),
                    Map.entry("resource_metrics", "resources"),
                    Map.entry("resource_logs", "resources"),
                    Map.entry("resource_profiles", "resources"),
                    Map.entry("scope_spans", "scopes"),
                    Map.entry("scope_metrics", "scopes"),
                    Map.entry("scope_logs", "scopes"),
                    Map.entry("scope_profiles", "scopes"),
                    Map.entry("log_records", "records"));

    private static final Map<String, String> MESSAGES =
            Map.of(
                    "Span.Event", "SpanEvent",
                    "Span.Link", "SpanLink");

    private static final Set<String> IDS =
            Set.of("trace_id", "span_id", "parent_span_id", "profile_id");

    private RecordNames() {}

    static String type(Descriptor message) {
        Descriptor outer = message.getContainingType();
        return outer == null
                ? message.getName()
                : MESSAGES.getOrDefault(
                        outer.getName() + "." + message.getName(), message.getName());
    }

    static String property(FieldDescriptor field) {
        return LISTS.getOrDefault(field.getName(), camel(field.getName()));
    }

    /** {@code data_points} to {@code DataPoint}, {@code mapping_table} to {@code Mapping}. */
    static String singular(FieldDescriptor field) {
        String property = property(field);
        String one =
                property.endsWith("Table")
                        ? property.substring(0, property.length() - "Table".length())
                        : property.substring(0, property.length() - 1);
        return upper(one);
    }

    static boolean isId(FieldDescriptor field) {
        return field.getType() == FieldDescriptor.Type.BYTES && IDS.contains(field.getName());
    }

    static String idType(FieldDescriptor field) {
        return switch (field.getName()) {
            case "trace_id" -> "TraceId";
            case "profile_id" -> "ProfileId";
            default -> "SpanId";
        };
    }

    /** {@code SPAN_KIND_SERVER} to {@code SERVER}. */
    static String constant(EnumDescriptor type, EnumValueDescriptor value) {
        String prefix = type.getName().replaceAll("([a-z])([A-Z])", "$1_$2") + "_";
        return value.getName().substring(prefix.length());
    }

    static String camel(String name) {
        StringBuilder out = new StringBuilder();
        for (String part : name.split("_", -1)) {
            out.append(out.isEmpty() ? part : upper(part));
        }
        return out.toString();
    }

    static String upper(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
