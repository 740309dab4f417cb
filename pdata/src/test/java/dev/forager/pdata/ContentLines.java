// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;

/** Flattens a request to one line an item, the heads above it included. */
final class ContentLines {
    private static final List<String> TRACES = List.of("resource_spans", "scope_spans", "spans");
    private static final List<String> LOGS = List.of("resource_logs", "scope_logs", "log_records");
    private static final List<String> PROFILES =
            List.of("resource_profiles", "scope_profiles", "profiles");
    private static final List<String> METRICS =
            List.of("resource_metrics", "scope_metrics", "metrics", "data", "data_points");

    private ContentLines() {}

    static void add(Message request, Signal signal, List<String> lines) {
        List<String> path =
                switch (signal) {
                    case TRACES -> TRACES;
                    case LOGS -> LOGS;
                    case PROFILES -> PROFILES;
                    case METRICS -> METRICS;
                };
        walk(request, path, 0, "", lines);
    }

    private static void walk(
            Message message, List<String> path, int level, String above, List<String> lines) {
        if (level == path.size()) {
            lines.add(above + " item " + message);
            return;
        }
        FieldDescriptor step = step(message, path.get(level));
        if (step == null || size(message, step) == 0) {
            if (level > 0) {
                lines.add(above + " empty " + message);
            }
            return;
        }
        String head = level == 0 ? "" : " in " + message.toBuilder().clearField(step).build();
        for (int i = 0; i < size(message, step); i++) {
            Object child =
                    step.isRepeated() ? message.getRepeatedField(step, i) : message.getField(step);
            walk((Message) child, path, level + 1, above + head + step.getName(), lines);
        }
    }

    private static FieldDescriptor step(Message message, String name) {
        return name.equals("data")
                ? message.getOneofFieldDescriptor(message.getDescriptorForType().getOneofs().get(0))
                : message.getDescriptorForType().findFieldByName(name);
    }

    private static int size(Message message, FieldDescriptor field) {
        return field.isRepeated()
                ? message.getRepeatedFieldCount(field)
                : message.hasField(field) ? 1 : 0;
    }
}
