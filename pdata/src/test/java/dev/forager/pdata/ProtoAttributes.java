// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import io.opentelemetry.proto.common.v1.AnyValue;
import java.util.ArrayList;
import java.util.List;

/** What {@link Attributes} promises, done to protobuf-java's lists. */
final class ProtoAttributes {
    private ProtoAttributes() {}

    static List<io.opentelemetry.proto.common.v1.KeyValue> put(
            List<io.opentelemetry.proto.common.v1.KeyValue> list, String key, String value) {
        List<io.opentelemetry.proto.common.v1.KeyValue> result = new ArrayList<>();
        var entry =
                io.opentelemetry.proto.common.v1.KeyValue.newBuilder()
                        .setKey(key)
                        .setValue(AnyValue.newBuilder().setStringValue(value))
                        .build();
        boolean placed = false;
        for (var old : list) {
            if (!old.getKey().equals(key)) {
                result.add(old);
            } else if (!placed) {
                placed = result.add(entry);
            }
        }
        if (!placed) {
            result.add(entry);
        }
        return result;
    }

    static List<io.opentelemetry.proto.common.v1.KeyValue> remove(
            List<io.opentelemetry.proto.common.v1.KeyValue> list, String key) {
        return list.stream().filter(entry -> !entry.getKey().equals(key)).toList();
    }
}
