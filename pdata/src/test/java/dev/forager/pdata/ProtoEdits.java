// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;

/** Edits of protobuf-java's messages that do what records do by design. */
final class ProtoEdits {
    private ProtoEdits() {}

    /** Gives every {@code KeyValue} without a value an empty one. */
    static Message setMissingValues(Message message) {
        Message.Builder builder = message.toBuilder();
        if (message.getDescriptorForType().getName().equals("KeyValue")) {
            FieldDescriptor value = message.getDescriptorForType().findFieldByName("value");
            if (!message.hasField(value)) {
                builder.setField(value, builder.newBuilderForField(value).build());
            }
        }
        message.getAllFields()
                .forEach(
                        (field, value) -> {
                            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                                builder.setField(field, edited(field, value));
                            }
                        });
        return builder.build();
    }

    private static Object edited(FieldDescriptor field, Object value) {
        return field.isRepeated()
                ? ((List<?>) value)
                        .stream().map(element -> setMissingValues((Message) element)).toList()
                : setMissingValues((Message) value);
    }
}
